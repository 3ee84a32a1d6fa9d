import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { PusherFakeError } from '../../src/index.ts'
import { type Recording, readRecording } from '../../src/recording.ts'
import { quietFake } from '../support/raw-client.ts'

const folder = new URL('../../fixtures/recordings/', import.meta.url)
const har = (name: string) => readFile(new URL(name, folder), 'utf8')

/** What happened in the sessions of `fixtures/recordings`, without times. */
const SESSION = [
  { kind: 'event', channel: 'orders', event: 'created', data: '{"id":1,"total":20}' },
  {
    kind: 'member_added',
    channel: 'presence-room',
    member: { id: 'carol', info: { name: 'Carol' } },
  },
  { kind: 'event', channel: 'orders', event: 'paid', data: '{"id":1}' },
  { kind: 'event', channel: 'private-orders-7', event: 'paid', data: '{"id":1}' },
  {
    kind: 'client_event',
    channel: 'presence-room',
    event: 'client-typing',
    data: '{"in":"room"}',
    userId: 'bob',
  },
  { kind: 'member_removed', channel: 'presence-room', userId: 'carol' },
  { kind: 'member_removed', channel: 'presence-room', userId: 'bob' },
  { kind: 'member_added', channel: 'presence-room', member: { id: 'bob', info: { name: 'Bob' } } },
  { kind: 'event', channel: 'cache-prices', event: 'changed', data: '{"apple":130}' },
  { kind: 'event', channel: 'orders', event: 'created', data: '{"id":2,"total":5}' },
]

const FOUND = [
  { name: 'orders' },
  { name: 'cache-prices', cachedEvent: { event: 'changed', data: '{"apple":120}' } },
  { name: 'private-orders-7' },
  { name: 'presence-room', members: [{ id: 'bob', info: { name: 'Bob' } }] },
]

const withoutTimes = ({ events }: Recording) => events.map(({ at, ...event }) => event)

/** A socket as Chrome writes it. */
function socket(frames: readonly (readonly ['send' | 'receive', number, object | string])[]) {
  return {
    request: { url: 'wss://ws-mt1.pusher.com/app/app-key?protocol=7' },
    _webSocketMessages: frames.map(([type, time, frame]) => ({
      type,
      time: 1_795_706_811 + time / 1_000,
      opcode: 1,
      data: typeof frame === 'string' ? frame : JSON.stringify(frame),
    })),
  }
}
const log = (...entries: object[]) => ({ log: { entries } })
const succeeded = (channel: string, data = '{}') => ({
  event: 'pusher_internal:subscription_succeeded',
  channel,
  data,
})
const created = (id: number) => ({ event: 'created', channel: 'orders', data: `{"id":${id}}` })

describe('the service of a session that was saved by', () => {
  test.each(['chrome.har', 'playwright.har', 'playwright-minimal.har', 'mitmproxy.har'])(
    '%s is told once, over a reconnect',
    async (name) => {
      const recording = readRecording(await har(name))
      expect(recording.channels).toEqual(FOUND)
      expect(withoutTimes(recording).slice(0, SESSION.length)).toEqual(SESSION)
      expect(recording.encrypted).toEqual([])
    },
  )

  test('Firefox, whose page polled', async () => {
    const recording = readRecording(await har('firefox-polling.har'))
    expect(recording.channels).toEqual(FOUND)
    expect(withoutTimes(recording)).toEqual(SESSION.slice(0, 7))
  })
})

test('times count from the first subscription, whatever their unit', async () => {
  const times = async (name: string) => readRecording(await har(name)).events.map(({ at }) => at)
  expect((await times('chrome.har')).slice(0, 3)).toEqual([149, 184, 244])
  expect((await times('playwright.har')).slice(0, 3)).toEqual([135, 200, 254])
  expect((await times('playwright-minimal.har')).slice(0, 3)).toEqual([300, 350, 400])
})

test.each(['chrome.har', 'playwright.har', 'mitmproxy.har', 'firefox-polling.har'])(
  'no key, signature, token, cookie or socket id of %s is kept',
  async (name) => {
    const text = JSON.stringify(readRecording(await har(name)))
    expect(text).not.toMatch(/d1e55a9a|session|Bearer|auth|socket|pusher/)
    const secrets = (await har(name)).matchAll(/d1e55a9a\w+:(\w+)|socket_id\W+([\d.]+)/g)
    for (const [, signature, socketId] of secrets) expect(text).not.toContain(signature ?? socketId)
  },
)

test('JSON that is parsed is read as its text is, and so is a recording that was kept', async () => {
  const text = await har('chrome.har')
  const recording = readRecording(text)
  expect(readRecording(JSON.parse(text))).toEqual(recording)
  expect(readRecording(JSON.stringify(recording))).toEqual(recording)
})

test('what two tabs hear at once happened once, and what is equal twice', () => {
  const tab = (late: number) =>
    socket([
      ['receive', late, succeeded('orders')],
      ['receive', 10 + late, created(1)],
      ['receive', 20 + late, created(1)],
    ])
  expect(readRecording(log(tab(0), tab(1))).events).toEqual([
    { at: 10, kind: 'event', ...created(1) },
    { at: 20, kind: 'event', ...created(1) },
  ])
})

test('the clients of a recording are no members, and what they send is theirs', () => {
  const presence = '{"presence":{"count":2,"ids":["ada","eve"],"hash":{"ada":{},"eve":{"age":7}}}}'
  const room = 'presence-room'
  const typing = { event: 'client-typing', channel: room, data: '{}' }
  const file = log(
    socket([
      [
        'send',
        0,
        {
          event: 'pusher:subscribe',
          data: { channel: room, auth: 'key:signature', channel_data: '{"user_id":"ada"}' },
        },
      ],
      ['receive', 1, succeeded(room, presence)],
      ['send', 2, { ...typing, data: {} }],
      ['receive', 3, { ...typing, user_id: 'eve' }],
    ]),
  )
  expect(readRecording(file)).toEqual({
    channels: [{ name: room, members: [{ id: 'eve', info: { age: 7 } }] }],
    events: [{ at: 2, kind: 'client_event', ...typing, userId: 'eve' }],
    encrypted: [],
  })
})

test('encrypted channels are named, and what came on them left out', () => {
  const secret = { event: 'created', channel: 'private-encrypted-a', data: '{"nonce":"a"}' }
  const file = log(
    socket([
      ['receive', 0, succeeded('private-encrypted-a')],
      ['receive', 1, secret],
    ]),
  )
  expect(readRecording(file)).toEqual({
    channels: [],
    events: [],
    encrypted: ['private-encrypted-a'],
  })
})

test('of several apps one is chosen by its key', () => {
  const other = { ...socket([['receive', 0, succeeded('orders')]]) }
  other.request = { url: 'wss://realtime.example/app/other-key?protocol=7&client=js' }
  const file = log(other, socket([['receive', 0, succeeded('news')]]))
  expect(failure(() => readRecording(file))).toContain(
    'sockets of 2 apps: other-key, app-key. Say which',
  )
  expect(readRecording(file, { key: 'app-key' }).channels).toEqual([{ name: 'news' }])
  expect(failure(() => readRecording(file, { key: 'none' }))).toContain('no socket of the app')
})

function failure(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof PusherFakeError && error.code === 'invalid_recording') return error.message
    throw error
  }
  throw new Error('It was read.')
}

describe('a file that cannot be read is refused by name:', () => {
  test.each([
    ['nothing', '', 'The HAR is no JSON: it is empty'],
    ['no HAR', '{}', 'this has no log.entries'],
    ['null', 'null', 'this has no log.entries'],
    ['no entries', '{"log":{"entries":[]}}', 'has 0 entries and no WebSocket'],
    ['no sockets', log({ request: { url: 'https://a.example/' } }), '1 entries and no WebSocket'],
    [
      'sockets of others',
      log({ request: { url: 'wss://b.example/live' }, _webSocketMessages: [] }),
      "None of the HAR's 1 WebSockets is Pusher's; they lead to b.example",
    ],
    ['an entry that is none', log({}), 'log.entries[0] has no request.url'],
    [
      'a frame that was cut',
      log(socket([['receive', 0, '{"event":"creat']])),
      'log.entries[0]._webSocketMessages[0] is no frame of Pusher',
    ],
    [
      'messages that are none',
      log({ ...socket([]), _webSocketMessages: [7] }),
      'log.entries[0]._webSocketMessages[0] is no message',
    ],
    [
      'no subscription',
      log(socket([['receive', 0, { event: 'pusher:pong', data: '{}' }]])),
      'subscribed to no channel',
    ],
    ['a recording of something', '{"events":[{"kind":"party"}]}', '"channels" must be a list'],
    [
      'a recording with a wrong event',
      '{"channels":[],"encrypted":[],"events":[{"kind":"party"}]}',
      '"events[0]" must have a kind, one of event',
    ],
  ])('%s', (_, file, message) => {
    expect(failure(() => readRecording(file))).toContain(message)
  })

  test('one that was cut in the middle', async () => {
    const text = await har('chrome.har')
    for (const part of [0.2, 0.5, 0.99]) {
      const cut = text.slice(0, Math.floor(text.length * part))
      expect(failure(() => readRecording(cut))).toContain('may have been cut in the middle')
    }
  })

  test('one of Firefox, which saves no messages', async () => {
    const text = await har('firefox.har')
    expect(failure(() => readRecording(text))).toContain('which Firefox does not save')
  })

  test('one of Playwright, whose messages are in other files', async () => {
    const text = await har('playwright-attached.har')
    expect(failure(() => readRecording(text))).toContain("recordHar: { content: 'embed'")
  })
})

test('a wrong option is one', () => {
  const options = { app: 'app-key' } as object
  expect(() => readRecording('{}', options)).toThrow('Unknown option "app"')
})

test('a fake writes what it reads: the frames of its clients, and of peers where there are none', async () => {
  const fake = quietFake()
  const ada = fake.connect()
  await ada.subscribe('orders')
  fake.trigger('orders', 'created', { id: 1 })
  const [entry] = fake.toHar().log.entries
  expect(entry?.request.url).toBe('wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=js')
  expect(entry?._webSocketMessages.map(({ type }) => type)).toEqual([
    'receive',
    'send',
    'receive',
    'receive',
  ])
  expect(withoutTimes(readRecording(fake.toHar()))).toEqual([{ kind: 'event', ...created(1) }])
})
