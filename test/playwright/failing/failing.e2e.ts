import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, ORIGIN, serveApp } from '../../e2e/support/app-page.ts'

// Each of these must fail; test/playwright/failures.test.ts runs them and reads why.

test('unhandled request', async ({ page, context }) => {
  await serveApp(context)
  await page.goto(`${ORIGIN}/blank`)
  await page.evaluate(() => fetch('https://stats.pusher.com/timeline/v2/x').catch(() => {}))
})

test('beside an unhandled request', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
})

test('sockjs', async ({ page, context }) => {
  await serveApp(context)
  await page.goto(`${ORIGIN}/blank`)
  const asked = page.waitForEvent('requestfailed', (request) => request.url().includes('sockjs'))
  await page.addScriptTag({ url: '/pusher.js' })
  await page.evaluate("new Pusher('app-key', { cluster: 'eu', enabledTransports: ['sockjs'] })")
  await asked
})

/** Workers whose scripts no route sees. */
const UNREACHED = {
  'data worker': "new Worker('data:text/javascript,' + encodeURIComponent(SCRIPT))",
  'nested worker':
    "new Worker(URL.createObjectURL(new Blob(['new Worker(URL.createObjectURL(new Blob([' + JSON.stringify(SCRIPT) + '])))'])))",
}

for (const [name, worker] of Object.entries(UNREACHED)) {
  test(name, async ({ page, context }) => {
    await serveApp(context)
    await page.goto(`${ORIGIN}/blank`)
    // Of some thirty nested workers Playwright hears of one too late to see its socket.
    await expect(async () => {
      const dialled = page.waitForEvent('websocket', { timeout: 3_000 })
      await page.evaluate(
        `{ const SCRIPT = "new WebSocket('ws://127.0.0.1:9/app/app-key?protocol=7')"; globalThis.worker = ${worker} }`,
      )
      await dialled
    }).toPass()
  })
}

test('steps', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.poll(() => page.evaluate('events.length')).toBe(2)
  expect(() => pusherFake.trigger('a b', 'created', {})).toThrow('Invalid channel name')
  const latency = pusherFake.faults.latency(1)
  await pusherFake.waitForConnection()
  latency.restore()
  const bob = pusherFake.connect({ user: { id: 'bob' } })
  await bob.subscribe('presence-room')
  const gone = pusherFake.waitForWebhook('member_removed', { userId: 'bob' })
  bob.disconnect()
  await gone
  pusherFake.faults.disconnect()
  await pusherFake.waitForClientEvent('orders', 'client-never', { timeout: 1 })
})

test('more calls than anybody reads', async ({ pusherFake }) => {
  for (let id = 0; id < 1_000; id += 1) pusherFake.trigger('orders', 'created', { id })
  expect(pusherFake.channels()).toEqual(['no'])
})

test('wrong expectation', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  expect(pusherFake.channel('orders')?.subscriptionCount).toBe(2)
})

test.describe(() => {
  test.use({ pusherFakeOptions: { kee: 'x' } as object })

  test('unknown option', async ({ page }) => {
    await page.goto('about:blank')
  })
})
