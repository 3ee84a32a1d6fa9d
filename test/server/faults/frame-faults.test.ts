import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const settled = () => new Promise<void>((resolve) => queueMicrotask(() => resolve()))

describe('numbers of frames', () => {
  test('count what the clients of the app get and send, and not what virtual peers do', async () => {
    const fake = quietFake()
    const bob = fake.connect()
    await bob.subscribe('orders')
    const ada = new RawClient(fake)
    ada.subscribe('orders')
    fake.trigger('orders', 'created', {})
    const numbered = fake.frames().filter(({ number }) => number !== undefined)
    expect(numbered.map(({ number, direction, event }) => [number, direction, event])).toEqual([
      [1, 'out', 'pusher:connection_established'],
      [2, 'in', 'pusher:subscribe'],
      [3, 'out', 'pusher_internal:subscription_succeeded'],
      [4, 'out', 'created'],
    ])
    expect(fake.frameCount).toBe(4)
  })

  test('go on over connections, and begin anew with a reset', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    bob.send({ event: 'pusher:ping', data: {} })
    ada.send({ event: 'pusher:ping', data: {} })
    expect(fake.frames({ direction: 'in' }).map(({ number }) => number)).toEqual([3, 5])
    fake.reset()
    expect(fake.frameCount).toBe(0)
    new RawClient(fake)
    expect(fake.frames().map(({ number }) => number)).toEqual([1])
  })

  test('are taken by what is lost, too, and shared by copies', () => {
    const fake = quietFake()
    fake.faults.lose({ frame: 2 })
    fake.faults.duplicate({ frame: 4 })
    const ada = new RawClient(fake)
    ada.subscribe('orders')
    ada.subscribe('orders')
    expect(fake.frames().map(({ number, direction }) => [number, direction])).toEqual([
      [1, 'out'],
      [3, 'in'],
      [4, 'out'],
      [4, 'out'],
    ])
  })
})

describe('a fault of one frame', () => {
  test('leaves the same event at another place alone', () => {
    const fake = quietFake()
    const ada = new RawClient(fake)
    ada.subscribe('orders')
    fake.faults.lose({ frame: 5, times: 1 })
    for (const id of [4, 5, 6]) fake.trigger('orders', 'created', { id })
    expect(ada.frames.slice(2).map(({ data }) => data)).toEqual(['{"id":4}', '{"id":6}'])
    expect(fake.faults.active()).toEqual([])
  })

  test('never is one of a virtual peer', async () => {
    const fake = quietFake()
    fake.faults.lose({ frame: 1 })
    const bob = fake.connect()
    await bob.subscribe('orders')
    expect(fake.frameCount).toBe(0)
  })

  test.each([0, -1, 1.5, Number.NaN])('has no number %j', (frame) => {
    expect(() => quietFake().faults.lose({ frame })).toThrow(
      'Option "frame" must be a whole number from 1',
    )
  })
})

describe('cut', () => {
  test('loses the network in place of an event, and the service hears of it', async () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    for (const client of [ada, bob]) client.subscribe('orders')
    fake.faults.cut({ frame: 7, times: 1 })
    fake.trigger('orders', 'created', {})
    fake.trigger('orders', 'updated', {})
    expect(ada.heard.slice(2)).toEqual(['pusher_internal:subscription_succeeded', 'drop'])
    expect(bob.heard.slice(-2)).toEqual(['created', 'updated'])
    await settled()
    expect(fake.connections().map(({ socketId }) => socketId)).toEqual([bob.socketId])
    expect(fake.faults.active()).toEqual([])
  })

  test('closes with a code in place of what a client sends, which does not arrive', async () => {
    const fake = quietFake()
    const ada = new RawClient(fake)
    fake.faults.cut({ direction: 'in', event: 'pusher:subscribe', code: 4200 })
    ada.subscribe('orders')
    expect(ada.closes).toEqual([{ code: 4200, reason: 'Generic reconnect immediately' }])
    await settled()
    expect(fake.connections()).toEqual([])
    expect(fake.frames({ event: 'pusher:subscribe' })).toEqual([])
  })

  test('of the handshake leaves no connection and no timer behind', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock, authorizedConnections: true })
    const connections: unknown[] = []
    fake.on('connection', (event) => connections.push(event))
    fake.faults.cut({ frame: 1 })
    const ada = new RawClient(fake)
    await settled()
    expect(ada.heard).toEqual(['open', 'drop'])
    expect([fake.connections(), connections, clock.pending]).toEqual([[], [], 0])
  })

  test('in the middle of a broadcast lets the others hear of the event, then of the member that is gone', async () => {
    const fake = quietFake()
    const bob = fake.connect()
    const ada = new RawClient(fake)
    const { auth, channel_data } = fake.authorizeChannel({
      socketId: ada.socketId,
      channelName: 'presence-chat',
      user: { id: 'ada' },
    })
    ada.send({ event: 'pusher:subscribe', data: { channel: 'presence-chat', auth, channel_data } })
    await bob.subscribe('presence-chat', { id: 'bob' })
    fake.faults.cut({ event: 'created', direction: 'out', socketId: ada.socketId })
    fake.trigger('presence-chat', 'created', {})
    await settled()
    expect(bob.received.map(({ event }) => event).slice(-2)).toEqual([
      'created',
      'pusher_internal:member_removed',
    ])
    expect(fake.channel('presence-chat')?.members?.map(({ id }) => id)).toEqual(['bob'])
  })
})
