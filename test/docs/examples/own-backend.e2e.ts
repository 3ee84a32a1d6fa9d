// #region test
import Pusher from 'pusher'
import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

// The fake leaves /pusher/auth to the app, which signs with the same key and secret.
test.use({ pusherFakeOptions: { key: 'my-key', secret: 'my-secret', authEndpoint: false } })

// #endregion test

test.use({ baseURL: SHOP })
test.beforeEach(async ({ context }) => {
  await serveShop(context)
  const backend = new Pusher({ appId: '1000001', key: 'my-key', secret: 'my-secret', host: 'none' })
  await context.route('**/pusher/auth', (route) => {
    const form = new URLSearchParams(route.request().postData() ?? '')
    const json = backend.authorizeChannel(
      form.get('socket_id') ?? '',
      form.get('channel_name') ?? '',
    )
    return route.fulfill({ json })
  })
})

// #region test
test('the signature of my backend is accepted', async ({ page, pusherFake }) => {
  await page.goto('/inbox')
  await expect(pusherFake).toHaveSubscribed('private-inbox')
})
// #endregion test
