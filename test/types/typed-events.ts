import { createPusherFake, type EchoEvents, type PusherApp } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'

// Compiled by `npm run check`, never run.

interface Order {
  id: number
}

export async function typedEvents(): Promise<void> {
  const fake = createPusherFake<{
    orders: { created: Order; deleted: { id: number; reason?: string } }
    'presence-room': { 'client-typing': { on: boolean } }
  }>()
  const order: Order = { id: 1 }
  fake.trigger('orders', 'created', order)
  fake.trigger(['orders'], 'deleted', { id: 1 })
  fake.triggerBatch([{ channel: 'orders', name: 'created', data: order }])
  // @ts-expect-error no such channel
  fake.trigger('order', 'created', order)
  // @ts-expect-error no such event on the channel
  fake.trigger('orders', 'client-typing', { on: true })
  // @ts-expect-error other data
  fake.trigger('orders', 'created', { id: '1' })
  // @ts-expect-error other data
  fake.triggerBatch([{ channel: 'orders', name: 'created', data: { on: true } }])
  // @ts-expect-error no such channel
  await fake.waitForSubscription('order')

  const typing = await fake.waitForClientEvent('presence-room', 'client-typing')
  const on: boolean = typing.data.on
  // @ts-expect-error not a client event
  await fake.waitForClientEvent('orders', 'created')

  const bob = fake.connect()
  await bob.subscribe('presence-room', { id: 'bob', info: {} })
  await bob.trigger('presence-room', 'client-typing', { on })
  // @ts-expect-error other data
  await bob.trigger('presence-room', 'client-typing', { on: 1 })

  // A typed fake goes through every door.
  pusherHandlers(fake)
  const any: PusherApp = fake
  any.trigger('whatever', 'goes', order)
}

export async function untypedEvents(): Promise<void> {
  const fake = createPusherFake()
  const order: Order = { id: 1 }
  fake.trigger('orders', 'created', order)
  fake.trigger(['a', 'b'], 'created', null)
  const { data } = await fake.waitForClientEvent('private-room', 'client-typing')
  // @ts-expect-error unknown until it is looked at
  data.on
  // @ts-expect-error there is no such option
  createPusherFake({ kee: 'x' })
}

export async function eventsOfEcho(): Promise<void> {
  // As `declare module '@laravel/echo-react' { interface Events { … } }` has them.
  interface Events {
    OrderShipped: Order
    'Shop.Paid': { total: number }
    '.order.created': Order
    '.App.Events.Plain': Order
  }
  const fake =
    createPusherFake<
      EchoEvents<{ orders: Events; 'private-room': { 'client-typing': { on: boolean } } }>
    >()
  const order: Order = { id: 1 }
  fake.trigger('orders', 'App\\Events\\OrderShipped', order)
  fake.trigger('orders', 'App\\Events\\Shop\\Paid', { total: 1 })
  fake.trigger('orders', 'order.created', order)
  fake.trigger('orders', 'App.Events.Plain', order)
  await fake.waitForClientEvent('private-room', 'client-typing')
  // @ts-expect-error the dot is Echo's
  fake.trigger('orders', '.order.created', order)
  // @ts-expect-error Laravel sends the whole class
  fake.trigger('orders', 'OrderShipped', order)
  // @ts-expect-error other data
  fake.trigger('orders', 'App\\Events\\Shop\\Paid', order)
}

export function typesOfReturns(): void {
  let made: ReturnType<typeof createPusherFake> = createPusherFake()
  made.trigger('orders', 'created', { id: 1 })
  let installed: ReturnType<typeof installPusherFake> = installPusherFake()
  installed.trigger('orders', 'created', { id: 1 })
  installed.uninstall()
  made = createPusherFake({ key: 'my-key' })
  installed = installPusherFake({ key: 'my-key' })
}
