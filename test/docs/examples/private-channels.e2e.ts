// #region policy
import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

test.use({
  pusherFakeOptions: {
    key: 'my-key',
    // Asked as the app's backend would be: the request, its headers and its parameters.
    user: ({ request, channelName }) =>
      request.headers.get('x-session') === 'ada-session' && channelName === 'private-inbox'
        ? { id: 'ada' }
        : false,
  },
})
// #endregion policy

test.use({ baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region allowed
test('who is signed in reads the inbox', async ({ page, pusherFake }) => {
  await page.addInitScript(() => localStorage.setItem('session', 'ada-session'))
  await page.goto('/inbox')
  await expect(pusherFake).toHaveSubscribed('private-inbox')

  pusherFake.trigger('private-inbox', 'received', { text: 'Hello Ada' })
  await expect(page.getByText('Hello Ada')).toBeVisible()
})
// #endregion allowed

// #region denied
test('a stranger does not', async ({ page, pusherFake }) => {
  await page.goto('/inbox')
  await expect(page.getByRole('status')).toHaveText('You may not read this inbox')
  expect(pusherFake.problems()).toMatchObject([{ code: 'auth_refused' }])
})
// #endregion denied

// #region fails
test('a backend that is down', async ({ page, pusherFake }) => {
  pusherFake.faults.failSubscription('private-inbox', { status: 500 })
  await page.goto('/inbox')
  await expect(page.getByRole('status')).toHaveText('The inbox cannot be reached')
})
// #endregion fails
