import { expect, test } from '@playwright/test'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'

let fake: PusherFake
let server: PusherServer

test.beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { inspector: { token: 'letmein' } })
})
test.afterEach(async () => {
  await server.close()
  fake.close()
})

test('the inspector shows a server as it lives, and interferes', async ({ page }) => {
  const bob = fake.connect()
  await bob.subscribe('presence-room', { id: 'bob', info: { name: 'Bob Noyce' } })
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await expect(page.getByText('presence-room').first()).toBeVisible()
  await expect(page.getByText('Bob Noyce').first()).toBeVisible()

  await bob.trigger('presence-room', 'client-typing', {})
  await expect(page.getByRole('treeitem', { name: / client-typing / })).toBeVisible()

  await page.getByLabel('Channel', { exact: true }).fill('presence-room')
  await page.getByLabel('Event', { exact: true }).fill('created')
  await page.getByLabel('Data, JSON').fill('{"id":7}')
  await page.getByRole('button', { name: 'Trigger' }).click()
  await expect.poll(() => bob.received.at(-1)).toMatchObject({ event: 'created', data: { id: 7 } })

  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(() => bob.connected).toBe(false)
})

test('without the token it shows and does nothing', async ({ page, request }) => {
  await fake.connect().subscribe('secret-channel')
  await page.goto(`${server.webUrl}/inspector#wrong`)
  await expect(page.getByRole('status')).toContainText('The token is wrong')
  await expect(page.getByText('secret-channel')).toHaveCount(0)
  const messages = `${server.webUrl}/inspector/messages?app=1000001`
  expect((await request.get(messages)).status()).toBe(401)
  expect((await request.post(messages, { data: { type: 'disconnect' } })).status()).toBe(401)
  const elsewhere = await request.get(`${server.webUrl}/inspector`, {
    headers: { host: 'evil.test' },
  })
  expect(elsewhere.status()).toBe(403)
})

test('names from outside stay text', async ({ page }) => {
  const hostile = fake.connect()
  await hostile.subscribe('presence-room', {
    id: 'eve',
    info: { name: '<img src=x onerror="document.title=1">' },
  })
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await expect(page.getByText('<img src=x').first()).toBeVisible()
  await expect(page).toHaveTitle('Pusher inspector')
})

test('a server that goes away is told of, and found again', async ({ page }) => {
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await expect(page.getByRole('button', { name: 'Trigger' })).toBeVisible()
  const { webPort } = server
  await server.close()
  await expect(page.getByRole('status')).toBeVisible()
  server = await startPusherServer(fake, { port: webPort, inspector: { token: 'letmein' } })
  await expect(page.getByRole('button', { name: 'Trigger' })).toBeVisible()
})

test('in a low window at least eight frames are seen, and the form with its error', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 300 })
  const bob = fake.connect({ user: { id: 'bob' } })
  await bob.subscribe('presence-room')
  for (let id = 0; id < 20; id++) fake.trigger('presence-room', `event ${id}`, { id })
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await page.getByRole('treeitem').first().waitFor()
  const tree = page.getByRole('tree')
  await expect
    .poll(() =>
      tree.evaluate((element) => {
        const { top, bottom } = (element.parentElement ?? element).getBoundingClientRect()
        const rows = [...element.querySelectorAll('[role=treeitem]')].map((row) =>
          row.getBoundingClientRect(),
        )
        return rows.filter((row) => row.top >= top && row.bottom <= bottom).length
      }),
    )
    .toBeGreaterThanOrEqual(8)

  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByLabel('Filter by event').selectOption('event 7')
  await expect(page.getByRole('treeitem')).toHaveCount(1)
  await page.getByRole('button', { name: 'More filters' }).click()

  await page.getByLabel('Event', { exact: true }).fill('created')
  await page.getByLabel('Data, JSON').fill('{')
  await expect(page.getByRole('alert')).toHaveText('The data are no JSON.')
  await expect(page.getByRole('button', { name: 'Trigger' })).toBeInViewport({ ratio: 1 })
})

test('connections that are closed share a lane', async ({ page }) => {
  for (const id of ['ada', 'bob', 'eve']) {
    const peer = fake.connect({ user: { id } })
    await peer.subscribe('presence-room')
    if (id !== 'eve') peer.disconnect()
  }
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await expect(page.locator('.pjt-lane')).toHaveText(['backend', 'Pusher', 'eve', '2 closed'])
})
