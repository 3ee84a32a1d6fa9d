// #region test
import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

test.use({
  pusherFakeOptions: {
    key: 'my-key',
    // 32 bytes: openssl rand -base64 32
    encryptionMasterKeyBase64: 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=',
  },
})

// #endregion test

test.use({ baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region test
test('an encrypted event is read by the page and by nobody between', async ({
  page,
  pusherFake,
}) => {
  await page.goto('/vault')
  await expect(pusherFake).toHaveSubscribed('private-encrypted-vault')

  pusherFake.trigger('private-encrypted-vault', 'opened', { by: 'Ada' })

  await expect(page.getByText('Opened by Ada')).toBeVisible()
  expect(pusherFake.frames({ event: 'opened' })[0]?.raw).not.toContain('Ada')
})
// #endregion test

// #region rotate
test('a new key is asked for and used', async ({ page, pusherFake }) => {
  await page.goto('/vault')
  await expect(pusherFake).toHaveSubscribed('private-encrypted-vault')

  pusherFake.rotateEncryptionMasterKey('jBVLVDDUDRtg/ePO2K2XP5GcSmKTdrpNj3ipUMTUPN4=')
  pusherFake.trigger('private-encrypted-vault', 'opened', { by: 'Bob' })

  await expect(page.getByText('Opened by Bob')).toBeVisible()
})
// #endregion rotate
