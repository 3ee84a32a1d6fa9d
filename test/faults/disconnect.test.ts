import { expect, test } from 'vitest'
import { CLOSE_CASES, codeOption } from './close-codes.ts'
import { createWorld, type ObservedClient, SOCKETS_ONLY, type World } from './world.ts'

/** Asserts what the client does after it was told. */
async function expectAfter(world: World, client: ObservedClient, outcome: string): Promise<void> {
  if (outcome === 'connect after 1 s') {
    await world.pass(999)
    expect(client.news()).toEqual([])
    await world.pass(1)
  }
  if (outcome === 'give up') {
    await world.pass(60_000)
    expect(client.news()).toEqual([])
    expect(world.fake.connections()).toEqual([])
  } else {
    expect(client.news()).toEqual(['connecting', 'connected'])
    expect(world.fake.connections()).toHaveLength(1)
  }
}

test.each(CLOSE_CASES)('code %s: what a connected client tells and does', async (_, item) => {
  using world = createWorld()
  const { range, code } = item
  const client = world.client(SOCKETS_ONLY)
  await world.settle()
  expect(client.news()).toEqual(['connected'])

  world.fake.faults.disconnect(codeOption(code))
  const told = range.told(code)
  while (client.history.length < 1 + told.length) await world.task()
  expect(client.history.slice(1, 1 + told.length)).toEqual(told)
  client.forget(told.length)
  await world.settle()
  await expectAfter(world, client, range.outcome)
})

test.each(CLOSE_CASES)(
  'code %s in the middle of a burst: what was handed over arrives once, in order',
  async (_, item) => {
    using world = createWorld()
    const { range, code } = item
    const client = world.client(SOCKETS_ONLY)
    const numbers = client.numbersOf('orders')
    const others = world.client(SOCKETS_ONLY).numbersOf('orders')
    await world.settle()
    const [first] = world.fake.connections()

    for (let n = 0; n < 10; n += 1) {
      if (n === 5) {
        world.fake.faults.disconnect({ ...codeOption(code), socketId: first?.socketId ?? '' })
      }
      world.fake.trigger('orders', 'n', n)
    }
    await world.settle()
    await world.pass(1_000)
    world.fake.trigger('orders', 'n', 10)

    const back = range.outcome === 'give up' ? [] : [10]
    expect(numbers).toEqual([0, 1, 2, 3, 4, ...back])
    expect(others).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  },
)

test.each(CLOSE_CASES.filter(([, { range }]) => range.outcome !== 'give up'))(
  'code %s while the authorization is pending: the late answer for the old socket harms nobody',
  async (_, { range, code }) => {
    using world = createWorld()
    const client = world.client({ ...SOCKETS_ONLY, ...world.auth.options })
    const numbers = client.numbersOf('private-orders')
    await world.settle()
    expect(world.auth.pending()).toHaveLength(1)

    world.fake.faults.disconnect(codeOption(code))
    await world.settle()
    if (range.outcome === 'connect after 1 s') await world.pass(1_000)
    const [old, current] = world.auth.pending()
    expect(old?.socketId).not.toBe(current?.socketId)
    old?.answer()
    current?.answer()
    await world.settle()

    expect(world.fake.channel('private-orders')?.subscriptionCount).toBe(1)
    expect(world.fake.problems().map((problem) => problem.code)).toEqual(['invalid_signature'])
    world.fake.trigger('private-orders', 'n', 1)
    expect(numbers).toEqual([1])
  },
)

test.each(CLOSE_CASES.filter(([, { range }]) => range.outcome === 'give up'))(
  'code %s while the authorization is pending: its answer subscribes nobody',
  async (_, { code }) => {
    using world = createWorld()
    const client = world.client({ ...SOCKETS_ONLY, ...world.auth.options })
    client.numbersOf('presence-room')
    await world.settle()
    world.fake.faults.disconnect(codeOption(code))
    await world.settle()
    world.auth.pending()[0]?.answer()
    await world.pass(60_000)
    expect(world.auth.pending()).toHaveLength(1)
    expect(world.fake.channels()).toEqual([])
    expect(world.fake.webhooks()).toEqual([])
    expect(world.fake.problems()).toEqual([])
  },
)

test.each(CLOSE_CASES)('code %s while the handshake is under way', async (_, { range, code }) => {
  using world = createWorld()
  const latency = world.fake.faults.latency(100)
  const client = world.client(SOCKETS_ONLY)
  await world.settle()
  expect([client.pusher.connection.state, world.fake.connections().length]).toEqual([
    'connecting',
    1,
  ])

  world.fake.faults.disconnect(codeOption(code))
  latency.restore()
  expect(world.fake.connections()).toEqual([])
  await world.pass(100)
  if (code === undefined || code === 1006) {
    // Nothing has come through: for pusher-js a try that failed, and the next one is 15 s after it.
    expect(client.news()).toEqual([])
    await world.pass(15_000)
    expect(client.news()).toEqual(['unavailable', 'connected'])
    return
  }
  // The handshake was handed over before the close, and the close does not overtake it.
  const told = ['connected', ...range.told(code)]
  expect(client.history.slice(0, told.length)).toEqual(told)
  client.forget(told.length)
  await expectAfter(world, client, range.outcome)
})

test('a presence member that is cut comes back once, with nobody doubled', async () => {
  using world = createWorld()
  const ada = world.client({ ...SOCKETS_ONLY, ...world.auth.as('ada') })
  const bob = world.client({ ...SOCKETS_ONLY, ...world.auth.as('bob') })
  const seen: string[] = []
  const room = bob.pusher.subscribe('presence-room')
  for (const event of ['pusher:member_added', 'pusher:member_removed']) {
    room.bind(event, ({ id }: { id: string }) => seen.push(`${event} ${id}`))
  }
  await world.settle()
  ada.pusher.subscribe('presence-room')
  await world.settle()
  world.fake.faults.disconnect({ socketId: ada.pusher.connection.socket_id })
  await world.settle()
  await world.pass(1_000)
  expect(seen).toEqual([
    'pusher:member_added ada',
    'pusher:member_removed ada',
    'pusher:member_added ada',
  ])
  expect(world.fake.channel('presence-room')).toMatchObject({ userCount: 2, subscriptionCount: 2 })
})
