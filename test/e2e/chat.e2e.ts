import type { Page } from '@playwright/test'
import type { UserPolicy } from 'pusher-js-fake'
import { expect, test } from 'pusher-js-fake/playwright'

/** The chat sends who it is along with its authorization request. */
const whoAsks: UserPolicy = ({ params }) =>
  params['user_id'] ? { id: params['user_id'], info: { name: params['user_name'] } } : false

test.use({ pusherFakeOptions: { user: whoAsks } })

const memberIds = (page: Page) =>
  page
    .getByTestId('members')
    .locator('li')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-member-id')))

test('two users meet, type and talk', async ({ page: ada, newPusherContext, pusherFake }) => {
  await ada.goto('/?user=ada')
  await expect(pusherFake).toHaveMember('presence-lobby', 'ada')
  const bob = await (await newPusherContext()).newPage()
  await bob.goto('/?user=bob')
  await expect.poll(() => memberIds(ada)).toEqual(['ada', 'bob'])
  await expect.poll(() => memberIds(bob)).toEqual(['ada', 'bob'])

  await ada.getByLabel('Message', { exact: true }).fill('Hello Bob')
  await expect(bob.getByTestId('typing')).toHaveText('Ada is typing…')
  await ada.getByRole('button', { name: 'Send' }).click()
  await expect(bob.getByRole('log')).toContainText('Hello Bob')
  await expect(bob.getByTestId('typing')).toHaveText('')
  await expect(pusherFake).toHaveReceivedClientEvent('presence-lobby', 'client-message', {
    text: 'Hello Bob',
  })
})

test('typing ends with the one who types', async ({ page: ada, newPusherContext, pusherFake }) => {
  await ada.goto('/?user=ada')
  const context = await newPusherContext()
  const bob = await context.newPage()
  await bob.goto('/?user=bob')
  await expect(pusherFake).toHaveMember('presence-lobby', 'bob')
  await bob.getByLabel('Message', { exact: true }).fill('I was about to say')
  await expect(ada.getByTestId('typing')).toHaveText('Bob is typing…')
  await context.close()
  await expect.poll(() => memberIds(ada)).toEqual(['ada'])
  await expect(ada.getByTestId('typing')).toHaveText('')
})

test('the badge follows the connection', async ({ page, pusherFake }) => {
  await page.goto('/?user=ada')
  const badge = page.getByTestId('connection-state')
  await expect(badge).toHaveText('connected')
  const refusal = pusherFake.faults.refuseConnections({ code: 4100 })
  pusherFake.faults.disconnect({ code: 4200 })
  await expect(badge).toHaveText('connecting')
  refusal.restore()
  await expect(badge).toHaveText('connected')
  await expect(pusherFake).toHaveMember('presence-lobby', 'ada')
})

test('a backend that denies is shown to the user', async ({ page, pusherFake }) => {
  pusherFake.faults.failSubscription('presence-lobby', { status: 403 })
  await page.goto('/?user=ada')
  await expect(page.getByRole('alert')).toHaveText('Could not join #lobby (HTTP 403)')
  await expect(page.getByLabel('Message', { exact: true })).toBeDisabled()
})

test('a server event is shown as an announcement', async ({ page, pusherFake }) => {
  await page.goto('/?user=ada')
  await expect(pusherFake).toHaveSubscribed('announcements')
  pusherFake.trigger('announcements', 'created', { text: 'Deployed' })
  await expect(page.getByRole('log')).toContainText('Deployed')
})
