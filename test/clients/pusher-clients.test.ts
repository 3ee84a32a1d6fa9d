import { createRequire } from 'node:module'
import type Pusher from 'pusher-js'
import { afterEach, describe, expect, test } from 'vitest'
import { installPusherFake } from '../../src/browser/install.ts'
import type { PusherClass } from '../../src/browser/pusher-runtime.ts'
import { clientKeeper, clientsDeafTo, readClients } from '../../src/clients/pusher-clients.ts'

const require = createRequire(import.meta.url)
const clients: Pusher[] = []
const ends: (() => void)[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect()
  for (const end of ends.splice(0)) end()
})

describe.each(['pusher-js', 'pusher-js-7', 'pusher-js-8.0', 'pusher-js-8.4'])('%s', (name) => {
  const Copy = require(name) as typeof Pusher & PusherClass

  async function connected() {
    const fake = installPusherFake({ Pusher: Copy, logger: false })
    const pusher = new Copy('app-key', { cluster: 'mt1' })
    clients.push(pusher)
    ends.push(() => fake.uninstall())
    const orders = pusher.subscribe('orders')
    await fake.waitForSubscription('orders')
    const copies = [clientKeeper(Copy) ?? { instances: [] }]
    const mine = () => readClients(copies).find(({ socketId }) => socketId === socketIdOf(pusher))
    return { fake, pusher, orders, copies, mine }
  }

  test('its tables tell what is bound, and where', async () => {
    const { pusher, orders, mine } = await connected()
    const gone = () => {}
    orders.bind('created', () => {}).bind('gone', gone)
    orders.unbind('gone', gone)
    pusher.bind('everywhere', () => {})
    pusher.connection.bind('lost', () => {})
    expect(mine()).toMatchObject({
      key: 'app-key',
      state: 'connected',
      events: ['everywhere'],
      hearsAll: false,
      connectionEvents: ['lost'],
      channels: [
        { name: 'orders', subscribed: true, pending: false, events: ['created'], hearsAll: false },
      ],
    })
    orders.bind_global(() => {})
    expect(mine()?.channels[0]).toMatchObject({ hearsAll: true })
  })

  test('it tells who does not hear an event', async () => {
    const { fake, pusher, orders, copies } = await connected()
    const deaf = () => clientsDeafTo(copies, 'orders', 'created').includes(socketIdOf(pusher))
    expect(deaf()).toBe(true)
    orders.bind('created', () => {})
    expect(deaf()).toBe(false)
    orders.unbind_all()
    const all = () => {}
    pusher.bind_global(all)
    expect(deaf()).toBe(false)
    pusher.unbind_global(all)
    expect(deaf()).toBe(true)
    expect(clientsDeafTo(copies, 'elsewhere', 'created')).toEqual([])
    expect(fake.witnesses.clients().map(({ key }) => key)).toContain('app-key')
  })
})

test('what is no copy of pusher-js keeps no clients', () => {
  for (const value of [undefined, null, {}, () => {}, { instances: 1 }]) {
    expect(clientKeeper(value)).toBe(undefined)
  }
})

function socketIdOf(pusher: Pusher): string {
  return pusher.connection.socket_id
}
