import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, ORIGIN, serveApp } from '../../e2e/support/app-page.ts'

// Each of these is a mistake and must fail; what it says is in ../messages, by its title.

test.use({ pusherFakeOptions: { logger: false } })

test.beforeEach(async ({ context, page }) => {
  await serveApp(context, { body: '<ul></ul>' })
  await page.goto(`${ORIGIN}/blank`)
  await page.setContent('<ul></ul>')
  await page.addScriptTag({ url: `${ORIGIN}/pusher.js` })
})

/** An app that shows each `created` of its channel, with this in place of the parts that a mistake is about. */
function app({
  key = 'app-key',
  channel = 'orders',
  event = 'created',
  options = '{ cluster: "mt1" }',
}) {
  return `
    window.pusher = new Pusher(${JSON.stringify(key)}, ${options})
    window.channel = pusher.subscribe(${JSON.stringify(channel)})
    channel.bind(${JSON.stringify(event)}, ({ id }) => {
      document.querySelector('ul').append(Object.assign(document.createElement('li'), { textContent: 'order ' + id }))
    })`
}

test('a locator waits for an event that is bound by another name', async ({ page, pusherFake }) => {
  await page.evaluate(app({ event: 'OrderShipped' }))
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'App\\Events\\OrderShipped', { id: 1 })
  await expect(page.getByText('order 1')).toBeVisible()
})

test('a locator waits for what was triggered too early', async ({ page, pusherFake }) => {
  await page.evaluate(app({}))
  pusherFake.trigger('orders', 'created', { id: 1 })
  await pusherFake.waitForSubscription('orders')
  await expect(page.getByText('order 1')).toBeVisible()
})

test('a locator waits for a channel that nobody subscribed to', async ({ page, pusherFake }) => {
  await page.evaluate(app({}))
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('private-orders', 'created', { id: 1 })
  await expect(page.getByText('order 1')).toBeVisible()
})

test('an endpoint that a single-page app answers with its page', async ({
  page,
  context,
  pusherFake,
}) => {
  await context.route('**/api/realtime', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>app</title>' }),
  )
  const options = `{ cluster: 'mt1', authEndpoint: '${ORIGIN}/api/realtime' }`
  await page.evaluate(app({ channel: 'private-orders', options }))
  await expect(pusherFake).toHaveSubscribed('private-orders')
})

test('an endpoint that says no', async ({ page, context, pusherFake }) => {
  await context.route('**/api/realtime', (route) =>
    route.fulfill({
      status: 403,
      headers: { 'access-control-allow-origin': '*' },
      body: 'Log in first',
    }),
  )
  const options = `{ cluster: 'mt1', authEndpoint: '${ORIGIN}/api/realtime' }`
  await page.evaluate(app({ channel: 'private-orders', options }))
  await pusherFake.waitForSubscription('private-orders', { timeout: 500 })
})

test('presence without a user', async ({ page, pusherFake }) => {
  const options = `{ cluster: 'mt1', authEndpoint: '${ORIGIN}/pusher/auth' }`
  await page.evaluate(app({ channel: 'presence-room', options }))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
})

test('a placeholder for the cluster', async ({ page, pusherFake }) => {
  await page.evaluate(app({ options: "{ cluster: '<CLUSTER>', enabledTransports: ['ws'] }" }))
  await pusherFake.waitForConnection({ timeout: 500 })
})

test('the key of another app', async ({ page, pusherFake }) => {
  await page.evaluate(app({ key: 'my-key' }))
  await expect(pusherFake).toHaveConnected()
})

test('a clock that stands still', async ({ page, pusherFake }) => {
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.evaluate(app({}))
  await expect(pusherFake).toHaveSubscribed('orders')
})

test('a page that was opened and closed', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await pusherFake.waitForSubscription('orders')
  await page.goto('about:blank')
  await expect(pusherFake).not.toHaveSubscribed('orders')
  await expect(pusherFake).toHaveSubscribed('orders')
})
