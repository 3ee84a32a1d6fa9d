import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { createPusherFake } from 'pusher-js-fake'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { startPusherServer } from 'pusher-js-fake/standalone'

test('a page with nothing injected connects over a real socket', async ({ page }) => {
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake, {
    auth: { user: { id: 'ada', info: { name: 'Ada' } } },
  })
  // The app's backend, which here is the server's own endpoint.
  await page.route('**/pusher/auth', async (route) => {
    const response = await page.request.post(`${server.webUrl}/pusher/auth`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      data: route.request().postData() ?? '',
    })
    await route.fulfill({ json: await response.json() })
  })
  await page.goto(`/?user=ada&wsHost=${server.host}&wsPort=${server.port}&tls=0`)
  await expect(page.getByTestId('connection-state')).toHaveText('connected')
  await expect(page.getByTestId('members').locator('li')).toHaveCount(1)

  const bob = fake.connect()
  await bob.subscribe('presence-lobby', { id: 'bob', info: { name: 'Bob' } })
  await bob.trigger('presence-lobby', 'client-message', { text: 'Hello over the wire' })
  await expect(page.getByRole('log')).toContainText('Hello over the wire')
  fake.trigger('announcements', 'created', { text: 'Deployed' })
  await expect(page.getByRole('log')).toContainText('Deployed')

  fake.faults.disconnect()
  await expect.poll(() => fake.channel('presence-lobby')?.userCount).toBe(1)
  await page.close()
  await expect.poll(() => fake.connections().length).toBe(0)
})

const pusherJs = readFileSync(
  new URL('../../node_modules/pusher-js/dist/web/pusher.js', import.meta.url),
  'utf8',
)

for (const transport of ['xhr_streaming', 'xhr_polling']) {
  test(`so does one without WebSockets, over ${transport}, and loses nothing when answers grow long`, async ({
    page,
  }) => {
    const fake = createPusherFake({ logger: false })
    await using server = await startPusherServer(fake)
    const { host, port } = server
    const options = { cluster: 'mt1', httpHost: host, httpPort: port, forceTLS: false }
    // Of another origin, and of this machine: Chromium lets others ask for it by permission alone.
    await page.goto(`http://localhost:${port}/up`)
    await page.addScriptTag({ content: pusherJs })
    await page.addScriptTag({
      content: `
        window.heard = []
        window.pusher = new Pusher('app-key', { ...${JSON.stringify(options)}, enabledTransports: ['${transport}'] })
        pusher.subscribe('orders').bind('big', ({ n }) => heard.push(n))`,
    })
    await fake.waitForSubscription('orders')
    const burst = Array.from({ length: 80 }, (_, n) => n)
    for (const n of burst) fake.trigger('orders', 'big', { n, text: 'x'.repeat(8_000) })
    await expect.poll(() => page.evaluate('heard')).toEqual(burst)
    expect(fake.connections()).toHaveLength(1)
    await page.evaluate('pusher.disconnect()')
    await expect.poll(() => fake.connections().length, { timeout: 10_000 }).toBe(0)
  })
}

test('a page that was there before its context was attached is told of, and served when it is loaded anew', async ({
  page,
  context,
}) => {
  const fake = createPusherFake({ logger: false })
  await page.route('**/blank', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>blank</title>' }),
  )
  await page.goto('/blank')
  await attachPusherFake(context, fake)
  // As pusher-js dials, of a port where nobody listens.
  await page.evaluate(() => {
    const socket = new WebSocket('ws://127.0.0.1:1/app/app-key?protocol=7&client=js&version=8.6.0')
    return new Promise((resolve) => socket.addEventListener('error', () => resolve(undefined)))
  })
  await expect
    .poll(() => fake.problems().map(({ message }) => message))
    .toEqual([expect.stringMatching(/^The page .* was there before the fake.*page\.reload\(\)/)])

  await page.goto('/?user=ada')
  await fake.waitForConnection()
  fake.close()
})
