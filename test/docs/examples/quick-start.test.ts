// #region test
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

test('an order arrives', async ({ pusherFake }) => {
  // What your app does, with the real client:
  const orders: unknown[] = []
  const pusher = new Pusher('app-key', { cluster: 'eu' })
  pusher.subscribe('orders').bind('created', (order: unknown) => orders.push(order))

  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  expect(orders).toEqual([{ id: 1 }])
})
// #endregion test
