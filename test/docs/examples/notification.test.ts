// #region test
// @vitest-environment jsdom
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { renderOrders } from './render-orders.ts'

test('an event of the service is shown at once', async ({ pusherFake }) => {
  const orders = renderOrders()
  await expect(pusherFake).toHaveSubscribed('orders')

  pusherFake.trigger('orders', 'created', { id: 1 })

  expect(orders.textContent).toContain('Order 1') // delivered when trigger returns
  orders.remove()
  await expect(pusherFake).toHaveNoSubscriptions()
})
// #endregion test
