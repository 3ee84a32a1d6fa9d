import { describe, expect, test } from 'vitest'
import { PusherFakeError } from '../../../src/index.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => new Error('It resolved.'),
    (error: unknown) => error,
  )

const named = (client: RawClient, name: string) =>
  client.frames.filter(({ event }) => event === name)

describe('settled', () => {
  test('resolves when nothing is under way, with nobody connected too', async () => {
    const fake = quietFake()
    await fake.settled()
    new RawClient(fake)
    await fake.settled()
  })

  test('waits for what latency delays, in both directions', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    fake.faults.latency(40)
    client.send({ event: 'pusher:subscribe', data: { channel: 'orders' } })
    await fake.settled()
    expect(named(client, 'pusher_internal:subscription_succeeded')).toHaveLength(1)
  })

  test('waits for a single message that comes late, and for one held back', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.faults.delay({ ms: 30, event: 'late' })
    fake.trigger('orders', 'late', {})
    await fake.settled()
    expect(named(client, 'late')).toHaveLength(1)

    fake.faults.restore()
    fake.faults.reorder({ event: 'held' })
    fake.trigger('orders', 'held', {})
    await fake.settled()
    expect(named(client, 'held')).toHaveLength(1)
  })

  test('waits for a request whose answer the test gives', async () => {
    const fake = quietFake()
    const { promise: user, resolve: answer } = Promise.withResolvers<{ id: string }>()
    const endpoints = fake.authEndpoints({ user: () => user })
    const client = new RawClient(fake)
    const body = new URLSearchParams({ socket_id: client.socketId, channel_name: 'private-a' })
    const asked = endpoints.handle(
      new Request('https://shop.test/pusher/auth', { method: 'POST', body }),
    )
    let isSettled = false
    const settled = fake.settled().then(() => {
      isSettled = true
    })
    await expect(failureOf(fake.settled({ timeout: 30 }))).resolves.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('an authorization request'),
    })
    expect(isSettled).toBe(false)
    answer({ id: 'ada' })
    await asked
    await settled
  })

  test('does not wait for what a fault swallows, nor for a socket that hangs', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.faults.silence()
    fake.faults.stall()
    new RawClient(fake)
    fake.trigger('orders', 'created', {})
    await fake.settled()
  })

  test('ends with the fake, and with its reset', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.faults.latency(100)
    fake.trigger('orders', 'created', {})
    const settled = fake.settled()
    fake.reset()
    client.close()
    await settled
    const failed = failureOf(fake.settled())
    fake.close()
    expect(await failed).toMatchObject({ code: 'closed' })
    expect(await failureOf(fake.settled())).toMatchObject({ code: 'closed' })
  })

  test('refuses what is no option, and says when timers cannot be advanced', async () => {
    const fake = quietFake()
    expect(() => fake.settled({ advanceTimers: 5 as never })).toThrow(PusherFakeError)
    const failed = failureOf(
      fake.settled({
        advanceTimers() {
          throw new Error('no fake timers')
        },
      }),
    )
    expect(await failed).toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('no fake timers'),
    })
  })
})

describe('waitForDisconnection', () => {
  test('resolves at once when nobody is there, and for a peer alone', async () => {
    const fake = quietFake()
    await fake.waitForDisconnection()
    fake.connect()
    await fake.waitForDisconnection()
  })

  test('waits for the last of the clients, or for one', async () => {
    const fake = quietFake()
    const [first, second] = [new RawClient(fake), new RawClient(fake)]
    const { socketId } = first
    const [one, all] = [fake.waitForDisconnection({ socketId }), fake.waitForDisconnection()]
    first.close()
    await one
    expect(fake.connections()).toHaveLength(1)
    fake.faults.disconnect()
    await all
    expect(second.heard).toContain('drop')
  })

  test('says who is still there', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const { socketId } = new RawClient(fake)
    const failed = failureOf(fake.waitForDisconnection())
    clock.advance(5_000)
    expect(await failed).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(
        new RegExp(`Waited 4000 ms for the end of each of the app's clients[^]*${socketId}`),
      ),
    })
  })
})
