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

// #region settled
test('a client connects while the clock of the page stands still', async ({ page, pusherFake }) => {
  await page.clock.install({ time: '2026-11-26' })
  await page.clock.pauseAt('2026-11-27')
  await page.goto('/orders')

  await pusherFake.settled({ advanceTimers: (ms) => page.clock.runFor(ms) })

  expect(pusherFake.channel('orders')).toMatchObject({ subscriptionCount: 1 })
})
// #endregion settled
