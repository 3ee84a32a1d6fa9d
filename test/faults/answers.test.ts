import { expect, test } from 'vitest'
import { signedRequest } from '../support/signed-request.ts'
import { createWorld, SOCKETS_ONLY } from './world.ts'

test('sendRaw in the middle of a burst: an error of the connection, and no event is lost', async () => {
  using world = createWorld()
  const client = world.client(SOCKETS_ONLY)
  const numbers = client.numbersOf('orders')
  await world.settle()
  client.news()
  for (const n of [1, 2, 3, 4]) {
    if (n === 2) world.fake.faults.sendRaw('{"event":')
    if (n === 3) world.fake.faults.sendRaw({ event: 'pusher:of_the_future', data: '{}' })
    if (n === 4) world.fake.faults.sendRaw({ event: 'n', channel: 'of-nobody', data: '9' })
    world.fake.trigger('orders', 'n', n)
  }
  expect(numbers).toEqual([1, 2, 3, 4])
  expect(client.news()).toEqual(['error MessageParseError'])
  expect(client.pusher.connection.state).toBe('connected')
})

test.each([
  ['not JSON', 'error MessageParseError'],
  ['null', 'error MessageParseError'],
  ['{"event":"pusher:error","data":{"code":4201,"message":"x"}}', 'error PusherError'],
])(
  'sendRaw of %s while the authorization is pending: the subscription still comes about',
  async (frame, told) => {
    using world = createWorld()
    const client = world.client({ ...SOCKETS_ONLY, ...world.auth.options })
    const numbers = client.numbersOf('private-orders')
    await world.settle()
    client.news()
    world.fake.faults.sendRaw(frame)
    expect(client.news()).toEqual([told])
    world.auth.pending()[0]?.answer()
    await world.settle()
    world.fake.trigger('private-orders', 'n', 1)
    expect(numbers).toEqual([1])
  },
)

test('sendRaw during the handshake comes behind it', async () => {
  using world = createWorld()
  const latency = world.fake.faults.latency(100)
  const client = world.client(SOCKETS_ONLY)
  await world.settle()
  world.fake.faults.sendRaw('not JSON')
  latency.restore()
  await world.pass(100)
  expect(client.news()).toEqual(['connected', 'error MessageParseError'])
})

test('failSubscription holds for its channel and its time, whatever the connection goes through', async () => {
  using world = createWorld()
  const endpoints = world.fake.authEndpoints()
  const ask = async () => {
    const body = new URLSearchParams({ socket_id: '1.1', channel_name: 'private-orders' })
    const request = new Request('http://app.test/pusher/auth', { method: 'POST', body })
    return (await endpoints.handle(request))?.status
  }
  const fault = world.fake.faults.failSubscription('private-orders', { status: 503 })
  world.client(SOCKETS_ONLY)
  await world.settle()
  world.fake.faults.disconnect()
  await world.pass(1_000)
  expect(await ask()).toBe(503)
  fault.restore()
  expect(await ask()).toBe(200)
})

test('failRest in the middle of a burst: that request fails, the others arrive in order', async () => {
  using world = createWorld()
  const client = world.client(SOCKETS_ONLY)
  const numbers = client.numbersOf('orders')
  await world.settle()
  const statuses: number[] = []
  for (const n of [1, 2, 3, 4]) {
    if (n === 2) world.fake.faults.failRest({ status: 503, times: 2 })
    const body = { name: 'n', channels: ['orders'], data: String(n) }
    const response = await world.fake.fetch(signedRequest(world.fake, '/events', { body }))
    statuses.push(response.status)
  }
  expect([statuses, numbers]).toEqual([
    [200, 503, 503, 200],
    [1, 4],
  ])
})
