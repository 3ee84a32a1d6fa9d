// #region test
import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

test.use({ pusherFakeOptions: { key: 'my-key', user: { id: 'ada', info: { name: 'Ada' } } } })

// #endregion test
test.use({ baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region test
test('a signed-in user gets her notices, on every tab', async ({ page, pusherFake }) => {
  await page.goto('/inbox')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(pusherFake).toHaveSubscribed('#server-to-user-ada')

  pusherFake.sendToUser('ada', 'notice', { text: 'Your order has shipped' })
  await expect(page.getByText('Your order has shipped')).toBeVisible()
})

test('a user whose connections are terminated is told', async ({ page, pusherFake }) => {
  await page.goto('/inbox')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(pusherFake).toHaveSubscribed('#server-to-user-ada')

  pusherFake.terminateUserConnections('ada')
  await expect(page.getByRole('status')).toHaveText('You have been signed out')
})
// #endregion test
