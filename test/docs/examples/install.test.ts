import { expect, test } from 'vitest'

test('installPusherFake without a runner', async () => {
  // #region install
  const { default: Pusher } = await import('pusher-js')
  const { installPusherFake } = await import('pusher-js-fake/browser')

  const fake = installPusherFake({ Pusher })
  const orders: unknown[] = []
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders').bind('created', (order: unknown) => orders.push(order))
  await fake.waitForSubscription('orders')

  fake.trigger('orders', 'created', { id: 1 }) // `orders` has it when this returns

  fake.reset() // between tests
  fake.uninstall() // restores the very globals that were there
  // #endregion install
  expect(orders).toEqual([{ id: 1 }])
})
