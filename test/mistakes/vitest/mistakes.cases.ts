import Pusher, { type Channel } from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { afterEach, expect, vi } from 'vitest'

// Each of these is a mistake and must fail; what it says is in ../messages, by its title.

const test = base.override({ pusherFakeOptions: { logger: false } })

afterEach(() => {
  vi.useRealTimers()
})

function client(options: Partial<ConstructorParameters<typeof Pusher>[1]> = {}): Pusher {
  return new Pusher('app-key', { cluster: 'mt1', ...options })
}

/** What a page shows of the events that it hears. */
function shown(channel: Channel, event: string): unknown[] {
  const events: unknown[] = []
  channel.bind(event, (data: unknown) => events.push(data))
  return events
}

test('the name without its prefix', async ({ pusherFake }) => {
  client().subscribe('private-orders')
  await pusherFake.waitForSubscription('private-orders')
  await pusherFake.waitForSubscription('orders', { timeout: 50 })
})

test('a trigger before the subscription', async ({ pusherFake }) => {
  const events = shown(client().subscribe('orders'), 'created')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await pusherFake.waitForSubscription('orders')
  expect(events).toHaveLength(1)
})

test('a trigger on a channel of another name', async ({ pusherFake }) => {
  const events = shown(client().subscribe('orders'), 'created')
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('order', 'created', { id: 1 })
  expect(events).toHaveLength(1)
})

test('a trigger that leaves out the only subscriber', async ({ pusherFake }) => {
  const pusher = client()
  const events = shown(pusher.subscribe('orders'), 'created')
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', {}, { socketId: pusher.connection.socket_id })
  expect(events).toHaveLength(1)
})

test('a trigger after the app has unsubscribed', async ({ pusherFake }) => {
  const pusher = client()
  const events = shown(pusher.subscribe('orders'), 'created')
  await pusherFake.waitForSubscription('orders')
  pusher.unsubscribe('orders')
  await expect(pusherFake).toHaveNoSubscriptions()
  pusherFake.trigger('orders', 'created', {})
  expect(events).toHaveLength(1)
})

for (const [title, sent, bound] of [
  ["the class's short name", 'App\\Events\\OrderShipped', 'OrderShipped'],
  ["the class with Echo's dots", 'App\\Events\\OrderShipped', 'App.Events.OrderShipped'],
  ["Echo's leading dot", 'order.shipped', '.order.shipped'],
  ['a space at the end', 'created', 'created '],
  ['another case', 'orderCreated', 'OrderCreated'],
  ['another separator', 'order-created', 'order.created'],
  ['a letter less', 'created', 'create'],
  ['another name', 'created', 'deleted'],
] as const) {
  test(`a listener by ${title}`, async ({ pusherFake }) => {
    const events = shown(client().subscribe('orders'), bound)
    await pusherFake.waitForSubscription('orders')
    pusherFake.trigger('orders', sent, { id: 1 })
    expect(events).toHaveLength(1)
  })
}

test('a listener on another channel', async ({ pusherFake }) => {
  const pusher = client()
  const events = shown(pusher.subscribe('mail'), 'created')
  pusher.subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  expect(events).toHaveLength(1)
})

test('a listener on the connection', async ({ pusherFake }) => {
  const pusher = client()
  const events: unknown[] = []
  pusher.connection.bind('created', (data: unknown) => events.push(data))
  pusher.subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  expect(events).toHaveLength(1)
})

test('a listener that comes late', async ({ pusherFake }) => {
  const channel = client().subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  expect(shown(channel, 'created')).toHaveLength(1)
})

test('presence without a user', async ({ pusherFake }) => {
  client().subscribe('presence-room')
  await expect(pusherFake).toHaveMember('presence-room', 'ada', { timeout: 300 })
})

test('members of a channel without presence', async ({ pusherFake }) => {
  client().subscribe('room')
  await pusherFake.waitForSubscription('room')
  await expect(pusherFake).toHaveMember('room', 'ada', { timeout: 50 })
})

test.describe('with a user', () => {
  test.override({ pusherFakeOptions: { logger: false, user: { id: 'ada' } } })

  test('a member by another id', async ({ pusherFake }) => {
    client().subscribe('presence-room')
    await pusherFake.waitForSubscription('presence-room')
    await expect(pusherFake).toHaveMember('presence-room', 'Ada', { timeout: 50 })
  })

  test('a client event without its prefix', async ({ pusherFake }) => {
    client().subscribe('private-chat')
    await pusherFake.waitForSubscription('private-chat')
    await expect(pusherFake).toHaveReceivedClientEvent('private-chat', 'typing', undefined, {
      timeout: 50,
    })
  })

  test('a client event with other data', async ({ pusherFake }) => {
    const channel = client().subscribe('private-chat')
    await pusherFake.waitForSubscription('private-chat')
    channel.trigger('client-typing', { on: true })
    await expect(pusherFake).toHaveReceivedClientEvent(
      'private-chat',
      'client-typing',
      { on: false },
      { timeout: 50 },
    )
  })
})

test('a client event on a public channel', async ({ pusherFake }) => {
  const channel = client().subscribe('chat')
  await pusherFake.waitForSubscription('chat')
  channel.trigger('client-typing', {})
  await pusherFake.waitForClientEvent('chat', 'client-typing', { timeout: 50 })
})

test('an endpoint of its own where nobody is', async ({ pusherFake }) => {
  client({ authEndpoint: 'http://127.0.0.1:9/api/pusher/auth' }).subscribe('private-orders')
  await pusherFake.waitForSubscription('private-orders', { timeout: 500 })
})

test('the key of another app', async ({ pusherFake }) => {
  new Pusher('my-key', { cluster: 'mt1' })
  await pusherFake.waitForConnection({ timeout: 300 })
})

test('a placeholder for the cluster', async ({ pusherFake }) => {
  new Pusher('app-key', { cluster: '<CLUSTER>' })
  await pusherFake.waitForConnection({ timeout: 300 })
})

test('a client that has disconnected', async ({ pusherFake }) => {
  const pusher = client()
  await pusherFake.waitForConnection()
  pusher.disconnect()
  await pusherFake.waitForDisconnection()
  await expect(pusherFake).toHaveConnected({ timeout: 50 })
})

test('no client at all', async ({ pusherFake }) => {
  await expect(pusherFake).toHaveConnected({ timeout: 50 })
})

test('a peer in place of a client', async ({ pusherFake }) => {
  await pusherFake.connect().subscribe('orders')
  await pusherFake.waitForSubscription('orders', { timeout: 50 })
})

test('a fault that is left on', async ({ pusherFake }) => {
  pusherFake.faults.goOffline()
  client()
  await pusherFake.waitForConnection({ timeout: 100 })
})

test('timers that are fake', async ({ pusherFake }) => {
  vi.useFakeTimers()
  client().subscribe('orders')
  await pusherFake.waitForSubscription('orders', { timeout: 200 })
})

test('a component that never unsubscribes', async ({ pusherFake }) => {
  client().subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  await expect(pusherFake).toHaveNoSubscriptions({ timeout: 50 })
})

test('a wait that is longer than its test', async ({ pusherFake }) => {
  client().subscribe('mail')
  await pusherFake.waitForSubscription('orders', { timeout: 60_000 })
}, 500)

test('a wait of no length in a short test', async ({ pusherFake }) => {
  client().subscribe('mail')
  await pusherFake.waitForSubscription('orders')
}, 1_000)

test('an await that is forgotten', async ({ pusherFake }) => {
  pusherFake.waitForSubscription('orders')
})

test("a user in the wire's words", ({ pusherFake }) => {
  const user: object = { user_id: 'ada' }
  pusherFake.connect({ user: user as { id: string } })
})

test("authorizeChannel as the SDK's", ({ pusherFake }) => {
  const authorize: (...given: never[]) => unknown = pusherFake.authorizeChannel.bind(pusherFake)
  authorize(...(['1.2', 'private-orders'] as never[]))
})
