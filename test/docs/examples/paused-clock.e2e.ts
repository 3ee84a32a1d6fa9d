import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

test.use({ pusherFakeOptions: { key: 'my-key' }, baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region clock
test('events arrive while the clock of the page stands still', async ({ page, pusherFake }) => {
  await page.clock.install()
  await page.goto('/orders')
  await expect(pusherFake).toHaveSubscribed('orders')

  await page.clock.pauseAt(Date.now() + 60_000)
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect(page.getByText('Order 1')).toBeVisible()
})
// #endregion clock
