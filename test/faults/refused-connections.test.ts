import { describe, expect, test } from 'vitest'
import { CLOSE_CASES, codeOption } from './close-codes.ts'
import { createWorld, SOCKETS_ONLY, type World } from './world.ts'

test.each(CLOSE_CASES.filter(([, { code }]) => code !== undefined && code !== 1006))(
  'refused at the handshake with %s',
  async (_, { range, code }) => {
    using world = createWorld()
    const refusal = world.fake.faults.refuseConnections(codeOption(code))
    const client = world.client(SOCKETS_ONLY)
    const told = range.toldAtHandshake(code)
    while (client.history.length < told.length) await world.task()
    expect(client.news()).toEqual(told)
    refusal.restore()
    await world.settle()

    if (range.outcome === 'connect after 1 s') {
      await world.pass(999)
      expect(client.news()).toEqual([])
      await world.pass(1)
    }
    if (range.outcome === 'give up') {
      await world.pass(60_000)
      expect(client.news()).toEqual([])
    } else {
      // Refused at once and again, pusher-js may have told so several times by then.
      const news = client.news().filter((entry) => !told.includes(entry))
      expect(news).toEqual(['connected'])
    }
  },
)

test('over capacity for long: pusher-js tries every second, is unavailable after 10 s, and comes back', async () => {
  using world = createWorld()
  const refusal = world.fake.faults.refuseConnections({ code: 4100 })
  const client = world.client(SOCKETS_ONLY)
  await world.settle()
  for (let second = 0; second < 9; second += 1) await world.pass(1_000)
  expect(client.news()).toEqual(Array.from({ length: 10 }, () => ['error 4100', 'in 1']).flat())
  refusal.restore()
  await world.pass(1_000)
  expect(client.news()).toEqual(['connected'])
})

/** Faults that keep a socket from opening, or from being told so. */
const CLOSED_DOORS = {
  'refused before it opens': (world: World) => world.fake.faults.refuseConnections(),
  stalled: (world: World) => world.fake.faults.stall(),
  offline: (world: World) => world.fake.faults.goOffline(),
  silent: (world: World) => world.fake.faults.silence(),
}

describe.each(Object.entries(CLOSED_DOORS))('%s', (_, close) => {
  test('connecting, unavailable after 10 s, connected by the try after 15 s', async () => {
    using world = createWorld()
    const fault = close(world)
    const client = world.client(SOCKETS_ONLY)
    const numbers = client.numbersOf('orders')
    await world.settle()
    expect(client.pusher.connection.state).toBe('connecting')
    await world.pass(9_999)
    expect(client.news()).toEqual([])
    await world.pass(1)
    expect(client.news()).toEqual(['unavailable'])
    fault.restore()
    await world.pass(4_999)
    expect(client.news()).toEqual([])
    await world.pass(2)
    await world.pass(15_000)
    expect(client.news()).toEqual(['connected'])
    world.fake.trigger('orders', 'n', 1)
    expect([numbers, world.fake.connections().length]).toEqual([[1], 1])
  })

  test('for good: tries again and again, never connects, reaches nobody else', async () => {
    using world = createWorld()
    close(world)
    const client = world.client()
    await world.settle()
    for (let minute = 0; minute < 5; minute += 1) await world.pass(60_000)
    expect(client.news()).toEqual(['unavailable'])
    expect(world.fake.problems()).toEqual([])
    expect(world.fake.channels()).toEqual([])
  })

  test('the fallback that pusher-js starts after 2 s meets the same', async () => {
    using world = createWorld()
    const fault = close(world)
    const client = world.client()
    const numbers = client.numbersOf('orders')
    await world.settle()
    await world.pass(2_000)
    expect(client.news()).toEqual([])
    fault.restore()
    await world.pass(8_000)
    await world.pass(10_000)
    expect(client.news()).toEqual(['unavailable', 'connected'])
    world.fake.trigger('orders', 'n', 1)
    await world.settle()
    expect(numbers).toEqual([1])
    expect(world.fake.problems()).toEqual([])
  })
})

test('no transport that the client may use: failed, and nothing is dialled', async () => {
  using world = createWorld()
  const client = world.client({ enabledTransports: [] })
  await world.pass(60_000)
  expect(client.pusher.connection.state).toBe('failed')
  expect(world.fake.connections()).toEqual([])
})

test('offline while connected: cut, then no way in until online', async () => {
  using world = createWorld()
  const client = world.client(SOCKETS_ONLY)
  const numbers = client.numbersOf('orders')
  await world.settle()
  client.news()
  world.fake.trigger('orders', 'n', 1)
  world.fake.faults.goOffline()
  world.fake.trigger('orders', 'n', 2)
  await world.settle()
  expect(client.news()).toEqual(['error PusherError', 'in 1'])
  await world.pass(1_000)
  expect(client.news()).toEqual(['connecting'])
  await world.pass(10_000)
  expect(client.news()).toEqual(['unavailable'])
  world.fake.faults.goOnline()
  await world.pass(5_000)
  expect(client.news()).toEqual(['connected'])
  world.fake.trigger('orders', 'n', 3)
  expect(numbers).toEqual([1, 3])
})
