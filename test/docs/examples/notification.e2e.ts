// #region test
import { expect, test } from 'pusher-js-fake/playwright'

test.use({ pusherFakeOptions: { key: 'my-key' } })

// #endregion test
import { SHOP, serveShop } from '../support/shop.ts'

test.use({ baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region test
test('a new order appears', async ({ page, pusherFake }) => {
  await page.goto('/orders')
  await expect(pusherFake).toHaveSubscribed('orders')

  pusherFake.trigger('orders', 'created', { id: 1 })

  await expect(page.getByText('Order 1')).toBeVisible()
})
// #endregion test

// #region burst
test('a burst of orders keeps its order', async ({ page, pusherFake }) => {
  await page.goto('/orders')
  await expect(pusherFake).toHaveSubscribed('orders')

  for (const id of [1, 2, 3]) pusherFake.trigger('orders', 'created', { id })

  await expect(page.getByRole('listitem')).toHaveText(['Order 1', 'Order 2', 'Order 3'])
})
// #endregion burst
