import { readFile } from 'node:fs/promises'
import Client from 'pusher-js'
import { afterEach, describe, expect, test } from 'vitest'
import { installPusherFake } from '../../src/browser.ts'
import { type RecordedEvent, type Recording, readRecording, replay } from '../../src/recording.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake } from '../support/raw-client.ts'

const folder = new URL('../../fixtures/recordings/', import.meta.url)
const read = async (name: string) => readRecording(await readFile(new URL(name, folder), 'utf8'))
const created = (at: number, id: number, channel = 'orders'): RecordedEvent => ({
  kind: 'event',
  at,
  channel,
  event: 'created',
  data: `{"id":${id}}`,
})
const recordingOf = (...events: RecordedEvent[]): Recording => ({
  channels: [{ name: 'orders' }],
  events,
  encrypted: [],
})

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0).reverse()) end()
})

/** A fake with a page whose pusher-js is the real one. */
function page() {
  const clock = new ManualClock()
  const fake = installPusherFake({
    Pusher: Client,
    clock,
    logger: false,
  })
  const user = { id: 'ada', info: { name: 'Ada' } }
  const client = new Client('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: (asked, callback) => callback(null, fake.authorizeChannel({ ...asked, user })),
    },
  })
  endings.push(
    () => fake.uninstall(),
    () => client.disconnect(),
  )
  return { clock, fake, client }
}

describe.each([
  'chrome.har',
  'playwright.har',
  'playwright-minimal.har',
  'mitmproxy.har',
  'firefox-polling.har',
])('a page that subscribes while %s is replayed', (name) => {
  test('hears it as it was recorded: what it hears is the same recording', async () => {
    const recording = await read(name)
    const { clock, fake, client } = page()
    using replaying = replay(fake, recording)
    for (const { name: channel } of recording.channels) client.subscribe(channel)
    for (const { name: channel } of recording.channels) await fake.waitForSubscription(channel)
    clock.advance(10_000)
    await replaying.finished()
    expect(readRecording(fake.toHar())).toEqual(recording)
  })
})

test('members are there at once, come and go, and talk', async () => {
  const { clock, fake, client } = page()
  replay(fake, await read('chrome.har'))
  const room = client.subscribe('presence-room')
  const heard: unknown[] = []
  room.bind('client-typing', (data: unknown, { user_id }: { user_id: string }) =>
    heard.push([user_id, data]),
  )
  await fake.waitForSubscription('presence-room')
  const members = () => fake.channel('presence-room')?.members?.map(({ id }) => id)
  expect(members()).toEqual(['bob', 'ada'])
  clock.advance(184)
  expect(members()).toEqual(['bob', 'ada', 'carol'])
  clock.advance(100)
  expect(heard).toEqual([['bob', { in: 'room' }]])
  clock.advance(100)
  expect(members()).toEqual(['ada'])
})

describe('the clock', () => {
  const recording = recordingOf(created(0, 1), created(100, 2), created(300, 3))
  async function listening(speed?: number) {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const replaying = replay(fake, recording, speed === undefined ? {} : { speed })
    const peer = fake.connect()
    clock.advance(1_000)
    await peer.subscribe('orders')
    const heard = () => peer.received.slice(1).map(({ data }) => data)
    return { clock, heard, replaying, fake, peer }
  }

  test('begins with the first subscription', async () => {
    const { clock, heard, replaying } = await listening()
    expect(heard()).toEqual([{ id: 1 }])
    clock.advance(99)
    expect(heard()).toHaveLength(1)
    clock.advance(1)
    expect(heard()).toEqual([{ id: 1 }, { id: 2 }])
    expect(replaying.left).toBe(1)
    clock.advance(200)
    expect(heard()).toHaveLength(3)
  })

  test('goes as fast as it is told', async () => {
    const { clock, heard } = await listening(10)
    clock.advance(10)
    expect(heard()).toHaveLength(2)
    clock.advance(20)
    expect(heard()).toHaveLength(3)
  })

  test('need not go at all', async () => {
    const { heard, replaying } = await listening(Number.POSITIVE_INFINITY)
    expect(heard()).toHaveLength(3)
    await replaying.finished()
  })

  test('stops when the replay is disposed of, and when the fake is reset', async () => {
    const first = await listening()
    first.replaying.dispose()
    first.clock.advance(1_000)
    expect(first.heard()).toHaveLength(1)
    await expect(first.replaying.finished()).rejects.toThrow('ended before all was sent')
    const second = await listening()
    second.fake.reset()
    expect(second.clock.pending).toBe(0)
  })
})

test('what is due on a channel without clients waits for the first, and holds up no other', async () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock })
  const replaying = replay(fake, recordingOf(created(10, 1, 'news'), created(20, 2)))
  const peer = fake.connect()
  await peer.subscribe('orders')
  clock.advance(20)
  expect(peer.received.at(-1)).toMatchObject({ channel: 'orders', data: { id: 2 } })
  expect(replaying.waitingFor).toEqual(['news'])
  const finished = replaying.finished({ timeout: 100 })
  clock.advance(100)
  await expect(finished).rejects.toThrow('Nobody is subscribed to "news", where 1 of them wait')
  await peer.subscribe('news')
  expect(peer.received.at(-1)).toMatchObject({ channel: 'news', data: { id: 1 } })
  await replaying.finished()
})

test('the end of a replay takes its members along', async () => {
  const fake = quietFake()
  const replaying = replay(fake, await read('chrome.har'))
  expect(fake.connections()).toHaveLength(1)
  replaying.dispose()
  expect(fake.connections()).toEqual([])
})

test('members are back with the client after the network was gone', async () => {
  const { fake, client } = page()
  replay(fake, await read('chrome.har'))
  client.subscribe('presence-room')
  await fake.waitForSubscription('presence-room')
  const back = fake.waitForSubscription('presence-room', { userId: 'bob', virtual: true })
  fake.faults.disconnect({ code: 4200 })
  await back
})

test('what the fake does not take is told, and the rest comes', async () => {
  const fake = quietFake({ limits: { eventDataBytes: 10 }, clientEvents: false })
  const large = { ...created(0, 1), data: JSON.stringify('x'.repeat(20)) }
  using replaying = replay(fake, recordingOf(large, created(0, 2)))
  const peer = fake.connect()
  await peer.subscribe('orders')
  await replaying.finished()
  expect(peer.received.slice(1)).toMatchObject([{ data: { id: 2 } }])
  expect(fake.problems()).toMatchObject([{ code: 'replay_refused', channel: 'orders' }])
})

test('wrong input is refused, and nothing begins', () => {
  const fake = quietFake()
  const wrong = (...given: unknown[]) => {
    const [recording, options] = given as Parameters<typeof replay> extends [unknown, ...infer Rest]
      ? Rest
      : never
    return () => replay(fake, recording, options)
  }
  expect(wrong({ log: { entries: [] } })).toThrow('expected what readRecording(har) returns')
  expect(wrong('text')).toThrow('expected what readRecording(har) returns')
  expect(wrong(recordingOf(created(-1, 1)))).toThrow('Option "events[0].at"')
  expect(wrong(recordingOf(created(5, 1), created(4, 1)))).toThrow('"events[1].at" is 4, before')
  expect(wrong(recordingOf(), { speed: 0 })).toThrow('Option "speed" must be a number above 0')
  expect(wrong(recordingOf(), { rate: 1 })).toThrow('Unknown option "rate"')
  expect(fake.connections()).toEqual([])
})
