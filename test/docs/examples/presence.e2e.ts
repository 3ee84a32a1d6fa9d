// #region users
import type { UserPolicy } from 'pusher-js-fake'
import { expect, test } from 'pusher-js-fake/playwright'
import { SHOP, serveShop } from '../support/shop.ts'

const people = { ada: { name: 'Ada' }, bob: { name: 'Bob' } }

// The page sends who it is along with its authorization request; a cookie would do as well.
const whoAsks: UserPolicy = ({ params: { user } }) =>
  (user === 'ada' || user === 'bob') && { id: user, info: people[user] }

test.use({ pusherFakeOptions: { key: 'my-key', user: whoAsks } })
// #endregion users

test.use({ baseURL: SHOP })
test.beforeEach(({ context }) => serveShop(context))

// #region contexts
test('two users see each other', async ({ page: ada, newPusherContext, pusherFake }) => {
  await ada.goto('/room?user=ada')
  await expect(pusherFake).toHaveMember('presence-room', 'ada')

  const context = await newPusherContext()
  // #endregion contexts
  await serveShop(context)
  // #region contexts
  const bob = await context.newPage()
  await bob.goto('/room?user=bob')
  await expect(ada.getByLabel('Members').getByRole('listitem')).toHaveText(['Ada', 'Bob'])

  await bob.getByLabel('Message').fill('Hello')
  await expect(ada.getByRole('status')).toHaveText('Bob is typing…')
  await bob.getByRole('button', { name: 'Send' }).click()
  await expect(ada.getByText('Hello')).toBeVisible()

  await context.close()
  await expect(ada.getByLabel('Members').getByRole('listitem')).toHaveText(['Ada'])
})
// #endregion contexts

// #region peer
test('a second user with no second browser', async ({ page, pusherFake }) => {
  const bob = pusherFake.connect({ user: { id: 'bob', info: { name: 'Bob' } } })
  await bob.subscribe('presence-room')

  await page.goto('/room?user=ada')
  await expect(page.getByLabel('Members').getByRole('listitem')).toHaveText(['Ada', 'Bob'])

  await bob.trigger('presence-room', 'client-typing', {})
  await expect(page.getByRole('status')).toHaveText('Bob is typing…')

  await page.getByLabel('Message').fill('Hello Bob')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(pusherFake).toHaveReceivedClientEvent('presence-room', 'client-message', {
    text: 'Hello Bob',
  })
  expect(bob.received.at(-1)).toMatchObject({ event: 'client-message', userId: 'ada' })

  bob.disconnect()
  await expect(page.getByLabel('Members').getByRole('listitem')).toHaveText(['Ada'])
})
// #endregion peer
