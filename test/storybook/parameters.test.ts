import { expect, test } from 'vitest'
import { parseParameters } from '../../src/storybook/parse-parameters.ts'

const message = { channel: 'cache-news', event: 'published', data: {} }

test('a story without parameters has the defaults', () => {
  expect(parseParameters(undefined, 'Bell: Rings')).toEqual({
    fake: {},
    auth: {},
    members: [],
    events: [],
    script: [],
    replay: undefined,
    faults: [],
  })
})

test('what is for the fake, for its endpoints and for the story is told apart', () => {
  const parsed = parseParameters(
    {
      key: 'my-key',
      clientEvents: false,
      user: { id: 'ada' },
      authEndpoint: '/auth',
      members: { 'presence-room': [{ id: 'bob' }] },
      events: [message],
      faults: { latency: 5 },
    },
    'Bell: Rings',
  )
  expect(parsed).toMatchObject({
    fake: { key: 'my-key', clientEvents: false },
    auth: { user: { id: 'ada' }, authEndpoint: '/auth' },
    members: [{ channel: 'presence-room', members: [{ id: 'bob' }] }],
    events: [message],
    faults: [{ name: 'latency', options: { ms: 5 } }],
  })
  expect(Object.keys(parsed.fake)).toEqual(['key', 'clientEvents'])
})

test('the schemas of events are those of the fake', () => {
  const eventSchemas = { news: {} }
  const { fake, events } = parseParameters(
    { eventSchemas, events: [message], strict: true },
    'Bell',
  )
  expect(fake).toEqual({ events: eventSchemas, strict: true })
  expect(events).toEqual([message])
  expect(() => parseParameters({ events: eventSchemas }, 'Bell')).toThrow(
    'The schemas of events are "eventSchemas" in Storybook.',
  )
})

const bob = { id: 'bob' }
const room = { channel: 'presence-room', members: [bob] }

test.each([
  ['no object', 'yes', 'parameters.pusherFake: Options must be an object'],
  [
    'an unknown key',
    { membres: {} },
    'Unknown option "membres", write "members". Allowed are: appId, key',
  ],
  [
    'an unknown fault',
    { faults: { offline: true } },
    'Unknown option "faults.offline", write "faults.goOffline"',
  ],
  [
    'a HAR without sockets',
    { replay: { har: { log: { entries: [] } } } },
    'replay.har: The HAR has 0 entries and no WebSocket',
  ],
  ['a speed of 0', { replay: { har: '{}', speed: 0 } }, '"replay.speed" must be a number above 0'],
  ['members twice', { members: [room, room] }, 'the channel "presence-room" is named twice'],
  [
    'a member twice',
    { members: { 'presence-room': [bob, bob] } },
    '"bob" is twice in the channel "presence-room"',
  ],
  ['members elsewhere', { members: { orders: [bob] } }, '"orders" has none'],
  [
    'a channel of no members',
    { members: [{ channel: 'presence-room' }] },
    '"members[0].members" must be a list of users',
  ],
  [
    'a member of no name',
    { members: { 'presence-room': [{}] } },
    '"members.presence-room[0].id" must be a non-empty string',
  ],
  ['two cached events', { events: [message, message] }, 'the channel "cache-news" is named twice'],
  [
    'a channel of no name',
    { events: [{ event: 'created' }] },
    '"events[0].channel" must be a non-empty string',
  ],
  ['an impossible channel', { events: [{ ...message, channel: 'a b' }] }, 'Invalid channel name'],
  [
    'no event',
    { script: [{ after: 1, channel: 'orders' }] },
    '"script[0].event" must be a non-empty string',
  ],
  ['no time', { script: [message] }, '"script[0].after" must be 0 or more milliseconds'],
  [
    'a stranger',
    { members: [room], script: [{ ...message, channel: 'presence-room', after: 1, from: 'eve' }] },
    '"eve" is no member of "presence-room". Members are: bob',
  ],
  ['a member that is none', { members: [null] }, '"members[0]" must be an object'],
  [
    'members of no channel',
    { members: 5 },
    '"members" must be an object of lists by channel, got 5',
  ],
  ['a time without JSON', { script: [{ ...message, after: {} }] }, 'milliseconds, got {}'],
  [
    'a sender without a name',
    { script: [{ ...message, after: 1, from: null }] },
    '"script[0].from" must be a non-empty string, got null',
  ],
  ['a fault that is no switch', { faults: { stall: 1 } }, 'faults.stall must be true or false'],
  ['a fault that is no object', { faults: { failAuthentication: 'x' } }, 'must be true, false or'],
  [
    'a channel that fails with nothing',
    { faults: { failSubscription: { 'private-a': null } } },
    'faults.failSubscription must be an object of { status, body, request, times } by channel',
  ],
  ['no list', { script: {} }, '"script" must be a list'],
])('%s is an error that names the story', (_, parameters, why) => {
  const parse = () => parseParameters(parameters, 'Bell: Rings')
  expect(parse).toThrow('Story "Bell: Rings"')
  expect(parse).toThrow(why)
})

test('a channel whose members are undefined has none', () => {
  const { members } = parseParameters({ members: { 'presence-room': undefined } }, 'Bell: Rings')
  expect(members).toEqual([{ channel: 'presence-room', members: [] }])
})

test('every fault that lasts can be a parameter, as the table of faults has it', () => {
  const faults = {
    refuseConnections: { code: 4003 },
    stall: true,
    silence: false,
    latency: 5,
    jitter: { min: 1, max: 2 },
    lose: { event: 'created', times: 1 },
    duplicate: true,
    reorder: false,
    delay: [{ ms: 5, channel: 'orders' }, { ms: 7 }],
    failSubscription: { 'private-a': { status: 401 }, 'private-b': {} },
    failAuthentication: true,
    failRest: [{ status: 503, times: 1 }, { status: 500 }],
  }
  expect(parseParameters({ faults }, 'S').faults).toEqual([
    { name: 'refuseConnections', options: { code: 4003 } },
    { name: 'stall', options: {} },
    { name: 'latency', options: { ms: 5 } },
    { name: 'jitter', options: { min: 1, max: 2 } },
    { name: 'lose', options: { event: 'created', times: 1 } },
    { name: 'duplicate', options: {} },
    { name: 'delay', options: { ms: 5, channel: 'orders' } },
    { name: 'delay', options: { ms: 7 } },
    { name: 'failSubscription', options: { channel: 'private-a', status: 401 } },
    { name: 'failSubscription', options: { channel: 'private-b' } },
    { name: 'failAuthentication', options: {} },
    { name: 'failRest', options: { status: 503, times: 1 } },
    { name: 'failRest', options: { status: 500 } },
  ])
  expect(() => parseParameters({ faults: { refuseConnections: { code: 2 } } }, 'S')).toThrow(
    'Story "S": faults.refuseConnections: Option "code" must be 1006',
  )
})
