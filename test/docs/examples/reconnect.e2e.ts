import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

test.use({ pusherFakeOptions: { key: 'my-key', logger: false }, baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region reconnect
test('the page reconnects and gets what comes after', async ({ page, pusherFake }) => {
  await page.goto('/orders')
  await expect(pusherFake).toHaveSubscribed('orders')

  pusherFake.faults.disconnect({ code: 4200 }) // the service asks for an immediate reconnect
  await expect(pusherFake).not.toHaveConnected()
  await expect(pusherFake).toHaveSubscribed('orders')

  pusherFake.trigger('orders', 'created', { id: 2 })
  await expect(page.getByText('Order 2')).toBeVisible()
})
// #endregion reconnect

// #region offline
test('the page says that it is offline', async ({ page, pusherFake }) => {
  await page.goto('/orders')
  await expect(page.getByRole('status')).toHaveText('Live')

  const fault = pusherFake.faults.goOffline()
  await expect(page.getByRole('status')).toHaveText('You are offline')

  fault.restore()
  await expect(page.getByRole('status')).toHaveText('Live')
})
// #endregion offline

// #region set-offline
test("the browser's own offline mode cuts the sockets too", async ({ page, context }) => {
  await page.goto('/orders')
  await expect(page.getByRole('status')).toHaveText('Live')

  await context.setOffline(true)
  await expect(page.getByRole('status')).toHaveText('You are offline')

  await context.setOffline(false)
  await expect(page.getByRole('status')).toHaveText('Live')
})
// #endregion set-offline

// #region refused
test('an app that is over its quota is not dialled again', async ({ page, pusherFake }) => {
  pusherFake.faults.refuseConnections({ code: 4004 })
  await page.goto('/orders')
  await expect(page.getByRole('status')).toHaveText('Live updates are off')
})
// #endregion refused

// #region slow
test('a slow network', async ({ page, pusherFake }) => {
  pusherFake.faults.latency(150) // milliseconds, each way
  await page.goto('/orders')
  await expect(page.getByRole('status')).toHaveText('Live')
})
// #endregion slow
