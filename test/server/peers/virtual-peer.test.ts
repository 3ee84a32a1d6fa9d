import { describe, expect, test } from 'vitest'
import { PusherFakeError } from '../../../src/index.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake } from '../../support/raw-client.ts'

async function failureOf(promise: Promise<unknown>): Promise<PusherFakeError> {
  const reason: unknown = await promise.then(
    () => new Error('It resolved.'),
    (error: unknown) => error,
  )
  if (reason instanceof PusherFakeError) return reason
  throw reason
}

test('a peer is a connection as any other', () => {
  const fake = quietFake()
  const peer = fake.connect()
  expect(peer.connected).toBe(true)
  expect(peer.received).toEqual([])
  expect(fake.connections()).toMatchObject([
    {
      socketId: peer.socketId,
      channels: [],
      url: 'wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=virtual-peer&version=1.0.0',
    },
  ])
})

test('a key with signs that a URL must escape is no hindrance', () => {
  expect(quietFake({ key: 'a/b?c#d' }).connect().connected).toBe(true)
})

describe('subscribing', () => {
  test.each(['orders', 'private-orders', 'private-cache-orders'])('to %s', async (channel) => {
    const fake = quietFake()
    const peer = fake.connect()
    await peer.subscribe(channel)
    fake.trigger(channel, 'created', { id: 1 })
    expect(peer.received[0]).toEqual({
      event: 'pusher_internal:subscription_succeeded',
      channel,
      data: {},
    })
    expect(peer.received.at(-1)).toEqual({ event: 'created', channel, data: { id: 1 } })
  })

  test('to a presence channel as its own user or as another member', async () => {
    const fake = quietFake()
    const ada = fake.connect({ user: { id: 'ada', info: { name: 'Ada' } } })
    await ada.subscribe('presence-a')
    await ada.subscribe('presence-b', { id: 'guest' })
    expect(fake.channel('presence-a')?.members).toEqual([{ id: 'ada', info: { name: 'Ada' } }])
    expect(fake.channel('presence-b')?.members).toEqual([{ id: 'guest', info: null }])
  })

  test('to an encrypted channel', async () => {
    const encryptionMasterKeyBase64 = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
    const fake = quietFake({ encryptionMasterKeyBase64 })
    await fake.connect().subscribe('private-encrypted-a')
    expect(fake.channel('private-encrypted-a')?.subscriptionCount).toBe(1)
  })

  test('is rejected in the words of the service', async () => {
    const peer = quietFake().connect()
    await peer.subscribe('orders')
    const error = await failureOf(peer.subscribe('orders'))
    expect(error.code).toBe('subscription_rejected')
    expect(error.message).toBe(
      '[pusher-js-fake] subscription_rejected: Subscribing to orders: Existing subscription to channel orders. fake.problems() has the reason.',
    )
  })

  test('is rejected for a name that cannot be signed', async () => {
    const error = await failureOf(quietFake().connect().subscribe('a b'))
    expect(error.code).toBe('invalid_channel_name')
  })

  test('ends with unsubscribe', async () => {
    const fake = quietFake()
    const peer = fake.connect()
    await peer.subscribe('orders')
    await peer.unsubscribe('orders')
    fake.trigger('orders', 'created', 1)
    expect(peer.received.map(({ event }) => event)).not.toContain('created')
    expect(fake.channels()).toEqual([])
  })

  test('is rejected, not left hanging, when the connection ends before the answer', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const peer = fake.connect()
    fake.faults.latency(100)
    const outcome = peer.subscribe('orders').then(
      () => 'resolved',
      (error: unknown) => (error instanceof PusherFakeError ? error.code : 'other'),
    )
    fake.faults.disconnect()
    // More turns than a rejection needs to arrive; a promise that hangs loses the race.
    const turns = Array.from({ length: 20 }).reduce<Promise<unknown>>(
      (before) => before.then(() => undefined),
      Promise.resolve(),
    )
    expect(await Promise.race([outcome, turns.then(() => 'hangs')])).toBe('not_connected')
  })
})

describe('an answer to a subscription', () => {
  test('that is an error of another channel rejects that one alone', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const bob = fake.connect()
    fake.faults.latency(5)
    const answers = Promise.allSettled([bob.subscribe('presence-room'), bob.subscribe('orders')])
    clock.advance(20)
    expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })

  test('is not the error of a client event on the same channel, nor a frame of a fault', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const bob = fake.connect()
    fake.faults.latency(5)
    await bob.trigger('private-a', 'client-say', 1)
    const answer = bob.subscribe('private-a')
    fake.faults.sendRaw({ event: 'pusher:error', data: { code: null, message: 'No' } })
    clock.advance(20)
    await answer
    expect(bob.received.filter(({ event }) => event === 'pusher:error')).toHaveLength(2)
  })

  test('that does not come is a timeout with a diagnosis, and leaves no timer', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const bob = fake.connect()
    fake.faults.silence()
    const [late, early] = [
      failureOf(bob.subscribe('orders')),
      failureOf(bob.subscribe('mail', undefined, { timeout: 10 })),
    ]
    clock.advance(10)
    expect((await early).message).toMatch(
      /timeout: Waited 10 ms for .*"mail", in vain\.\n(.|\n)*Faults:\n {2}silence \{\}/,
    )
    clock.advance(4_990)
    expect((await late).code).toBe('timeout')
    bob.disconnect()
    expect(clock.pending).toBe(0)
  })
})

describe('client events', () => {
  test('go from peer to peer with the sender on presence channels', async () => {
    const fake = quietFake()
    const [ada, bob] = [
      fake.connect({ user: { id: 'ada' } }),
      fake.connect({ user: { id: 'bob' } }),
    ]
    await ada.subscribe('presence-chat')
    await bob.subscribe('presence-chat')
    await ada.trigger('presence-chat', 'client-say', { text: 'hi' })
    expect(bob.received.at(-1)).toEqual({
      event: 'client-say',
      channel: 'presence-chat',
      data: { text: 'hi' },
      userId: 'ada',
    })
    expect(ada.received.map(({ event }) => event)).not.toContain('client-say')
  })

  test('that are refused show up as pusher:error', async () => {
    const peer = quietFake().connect()
    await peer.trigger('private-a', 'client-say', 1)
    expect(peer.received).toEqual([
      {
        event: 'pusher:error',
        data: {
          code: null,
          message: 'Cannot broadcast client event (connection not subscribed to channel private-a)',
        },
      },
    ])
  })
})

describe('a peer with a user', () => {
  test('is signed in and gets events of the server for the user', () => {
    const fake = quietFake()
    const user = { id: 'ada', watchlist: ['bob'] }
    const peer = fake.connect({ user })
    fake.sendToUser('ada', 'mail', { id: 1 })
    expect(fake.connections()[0]?.userId).toBe('ada')
    expect(peer.received).toEqual([
      { event: 'pusher:signin_success', data: { user_data: JSON.stringify(user) } },
      {
        event: 'pusher_internal:watchlist_events',
        data: { events: [{ name: 'offline', user_ids: ['bob'] }] },
      },
      {
        event: 'pusher_internal:subscription_succeeded',
        channel: '#server-to-user-ada',
        data: {},
      },
      { event: 'mail', channel: '#server-to-user-ada', data: { id: 1 } },
    ])
  })

  test('can be terminated', () => {
    const fake = quietFake()
    const peer = fake.connect({ user: { id: 'ada' } })
    fake.terminateUserConnections('ada')
    expect(peer.connected).toBe(false)
  })

  test('is signed in under latency too, once the handshake has arrived', () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    fake.faults.latency(100)
    const peer = fake.connect({ user: { id: 'ada' } })
    clock.advance(1_000)
    expect(peer.connected).toBe(true)
    expect(fake.connections()[0]?.userId).toBe('ada')
  })
})

describe('the end of a peer', () => {
  test('by disconnect frees its channels, also when called twice', async () => {
    const fake = quietFake()
    const peer = fake.connect()
    await peer.subscribe('orders')
    peer.disconnect()
    peer.disconnect()
    expect(peer.connected).toBe(false)
    expect(fake.connections()).toEqual([])
    expect(fake.channels()).toEqual([])
    const error = await failureOf(peer.subscribe('orders'))
    expect(error.code).toBe('not_connected')
    expect(error.message).toContain('The virtual peer is not connected: closed by disconnect().')
  })

  test('by the service is told with its code', async () => {
    const fake = quietFake()
    const peer = fake.connect()
    fake.faults.disconnect({ code: 4100 })
    const error = await failureOf(peer.trigger('private-a', 'client-a', 1))
    expect(error.message).toContain('closed with 4100 Over capacity')
  })

  test('a peer that was not let in says so', async () => {
    const fake = quietFake({ enabled: false })
    const peer = fake.connect()
    expect(peer.connected).toBe(false)
    expect((await failureOf(peer.subscribe('orders'))).message).toContain(
      'closed with 4003 Application disabled',
    )
  })

  test('a peer answers pings and so outlives silence', () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const peer = fake.connect()
    clock.advance(600_000)
    expect(peer.connected).toBe(true)
    expect(fake.frames({ event: 'pusher:pong', direction: 'in' }).length).toBeGreaterThan(2)
    expect(peer.received).toEqual([])
  })
})
