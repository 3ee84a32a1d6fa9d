import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { attachPusherFake, expect, test } from 'pusher-js-fake/playwright'
import { ManualClock } from '../support/manual-clock.ts'
import { appUrl, ORIGIN, serveApp } from './support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })
test.beforeEach(({ context }) => serveApp(context))

const state = (page: Page) => page.evaluate('pusher.connection.state')
const states = (page: Page) => page.evaluate('states')
const numbers = (page: Page) =>
  page.evaluate("events.filter(([name]) => name === 'n').map(([, n]) => n)")

test.describe('with the clock of the page', () => {
  test('silence: a ping after 2 min, connecting after 30 s more, unavailable, connected again', async ({
    page,
    pusherFake,
  }) => {
    await page.clock.install()
    await page.goto(appUrl('orders'))
    await expect(pusherFake).toHaveSubscribed('orders')
    const silence = pusherFake.faults.silence()
    await page.clock.fastForward(120_000)
    await page.clock.fastForward(29_000)
    expect(await states(page)).toEqual(['connected'])
    await page.clock.fastForward(2_000)
    await expect.poll(() => states(page)).toEqual(['connected', 'connecting'])
    await page.clock.fastForward(10_000)
    await expect.poll(() => state(page)).toBe('unavailable')
    silence.restore()
    await page.clock.fastForward(15_000)
    await expect.poll(() => state(page)).toBe('connected')
    await expect(pusherFake).toHaveSubscribed('orders')
  })

  test('a stalled socket: unavailable after 10 s, connected when the stall is over', async ({
    page,
    pusherFake,
  }) => {
    await page.clock.install()
    const stall = pusherFake.faults.stall()
    await page.goto(appUrl('orders'))
    await page.clock.fastForward(9_000)
    expect(await state(page)).toBe('connecting')
    await page.clock.fastForward(1_500)
    await expect.poll(() => state(page)).toBe('unavailable')
    stall.restore()
    await page.clock.fastForward(60_000)
    await expect.poll(() => state(page)).toBe('connected')
  })

  test('over capacity: tried again each second', async ({ page, pusherFake }) => {
    await page.clock.install()
    const refusal = pusherFake.faults.refuseConnections({ code: 4100 })
    await page.goto(appUrl('orders'))
    await page.evaluate("pusher.connection.bind('connecting_in', () => events.push(['later']))")
    await page.clock.fastForward(1_000)
    await expect.poll(() => page.evaluate('events')).toContainEqual(['later'])
    refusal.restore()
    await page.clock.fastForward(1_000)
    await expect.poll(() => state(page)).toBe('connected')
  })
})

const clock = new ManualClock()

test.describe('latency', () => {
  test.use({ pusherFakeOptions: { clock, logger: false } })

  test('is the time of the service, which its `clock` moves, and not of the page', async ({
    page,
    pusherFake,
  }) => {
    await page.goto(appUrl('orders'))
    await expect(pusherFake).toHaveSubscribed('orders')
    await page.clock.install()
    pusherFake.faults.latency(5_000)
    pusherFake.trigger('orders', 'n', 1)
    await page.clock.fastForward(5_000)
    clock.advance(4_999)
    expect(await numbers(page)).toEqual([])
    clock.advance(1)
    await expect.poll(() => numbers(page)).toEqual([1])
  })
})

for (const cut of ['faults.disconnect', 'setOffline'] as const) {
  test(`${cut} in the middle of a burst: what was handed over arrives once, in order`, async ({
    page,
    context,
    pusherFake,
  }) => {
    await page.goto(appUrl('orders'))
    await expect(pusherFake).toHaveSubscribed('orders')
    const burst = Array.from({ length: 500 }, (_, n) => n)
    for (const n of burst) pusherFake.trigger('orders', 'n', n)
    if (cut === 'setOffline') {
      await context.setOffline(true)
      await expect(pusherFake).not.toHaveConnected()
    } else {
      pusherFake.faults.disconnect({ code: 4200 })
    }
    pusherFake.trigger('orders', 'n', 'lost')
    await context.setOffline(false)
    await expect(pusherFake).toHaveSubscribed('orders')
    await expect.poll(() => state(page)).toBe('connected')
    pusherFake.trigger('orders', 'n', 'after')
    await expect.poll(() => numbers(page)).toEqual([...burst, 'after'])
  })
}

test('offline while the authorization is pending: subscribed once when online again', async ({
  page,
  context,
  pusherFake,
}) => {
  const held = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/pusher/auth', async (route) => {
    asked += 1
    if (asked === 1) await held.promise
    await route.fallback().catch(() => {})
  })
  await page.goto(appUrl('private-orders'))
  await expect.poll(() => asked).toBe(1)
  await context.setOffline(true)
  await expect(pusherFake).not.toHaveConnected()
  held.resolve()
  await context.setOffline(false)
  await expect(pusherFake).toHaveSubscribed('private-orders')
  pusherFake.trigger('private-orders', 'n', 1)
  await expect.poll(() => numbers(page)).toEqual([1])
  expect(pusherFake.channel('private-orders')?.subscriptionCount).toBe(1)
})

test('a page that is opened offline connects when it is online', async ({
  page,
  context,
  pusherFake,
}) => {
  await page.goto(`${ORIGIN}/blank`)
  await context.setOffline(true)
  await page.goto(appUrl('orders')).catch(() => {})
  await context.setOffline(false)
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
})

test.describe('the others see member_removed', () => {
  const endings: Record<string, (bob: Page) => Promise<unknown>> = {
    'a context killed': (bob) => bob.context().close(),
    'a page closed': (bob) => bob.close(),
    'a page closed that runs its beforeunload': (bob) => bob.close({ runBeforeUnload: true }),
    'a page crashed': async (bob) => {
      const session = await bob.context().newCDPSession(bob)
      const crashed = bob.waitForEvent('crash')
      session.send('Page.crash').catch(() => {})
      await crashed
    },
    'a page gone to chrome://crash': (bob) => bob.goto('chrome://crash').catch(() => {}),
    'a document gone': (bob) => bob.goto('about:blank'),
  }
  for (const [name, end] of Object.entries(endings)) {
    test(name, async ({ page, pusherFake, newPusherContext }) => {
      await page.goto(appUrl('presence-room'))
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      const bobs = await newPusherContext({ user: { id: 'bob' } })
      await serveApp(bobs)
      const bob = await bobs.newPage()
      await bob.goto(appUrl('presence-room'))
      await expect(pusherFake).toHaveMember('presence-room', 'bob')
      await end(bob)
      await expectRemoved(page)
      expect(pusherFake.connections()).toHaveLength(1)
    })
  }

  test('a popup closed', async ({ page, pusherFake }) => {
    await page.goto(appUrl('presence-room'))
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    const opened = page.waitForEvent('popup')
    await page.evaluate((url) => void window.open(url), appUrl('orders'))
    const popup = await opened
    await expect(pusherFake).toHaveSubscribed('orders')
    await popup.close()
    await expect.poll(() => pusherFake.channel('orders')).toBeUndefined()
    expect(pusherFake.connections()).toHaveLength(1)
  })

  test('a browser killed', async ({ page, browser, launchOptions, pusherFake }) => {
    expect(browser.isConnected()).toBe(true)
    await page.goto(appUrl('presence-room'))
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    const other = await chromium.launch(launchOptions)
    const context = await other.newContext()
    await attachPusherFake(context, pusherFake, { user: { id: 'bob' } })
    await serveApp(context)
    const bob = await context.newPage()
    await bob.goto(appUrl('presence-room'))
    await expect(pusherFake).toHaveMember('presence-room', 'bob')
    const session = await other.newBrowserCDPSession()
    session.send('Browser.crash').catch(() => {})
    await expectRemoved(page)
    await other.close()
  })

  test.describe(() => {
    test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false, listen: { port: 45300 } } })

    test('a web worker killed', async ({ page, pusherFake, pusherServer }) => {
      const pusherJs = readFileSync(
        new URL('../../node_modules/pusher-js/dist/worker/pusher.worker.js', import.meta.url),
        'utf8',
      )
      const worker = `${pusherJs}
        new Pusher('app-key', { cluster: 'mt1', wsHost: '${pusherServer.host}', forceTLS: false,
          wsPort: ${pusherServer.port}, enabledTransports: ['ws'] }).subscribe('orders')`
      const site = createServer((request, response) => {
        const isWorker = request.url === '/worker.js'
        response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html')
        response.end(isWorker ? worker : '<!doctype html>')
      }).listen(0, '127.0.0.1')
      await once(site, 'listening')
      const sitePage = await page.context().newPage()
      await sitePage.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
      await sitePage.evaluate("window.worker = new Worker('/worker.js')")
      await pusherFake.waitForSubscription('orders')
      await sitePage.evaluate('worker.terminate()')
      await expect(pusherFake).not.toHaveConnected()
      expect(pusherFake.webhooks().map(({ name }) => name)).toEqual([
        'channel_occupied',
        'channel_vacated',
      ])
      site.close()
    })
  })
})

async function expectRemoved(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual(['pusher:member_removed', expect.objectContaining({ id: 'bob' })])
}

for (const made of ['browser.newContext', 'newPusherContext', 'use']) {
  test.describe(made, () => {
    test.use({ offline: made === 'use' })

    test('a context that is made offline has no sockets until it is online', async ({
      browser,
      context: own,
      pusherFake,
      newPusherContext,
    }) => {
      const make: Record<string, () => Promise<BrowserContext>> = {
        'browser.newContext': () => browser.newContext({ offline: true }),
        newPusherContext: () => newPusherContext({ offline: true }),
        use: async () => own,
      }
      const context = (await make[made]?.()) ?? own
      await serveApp(context)
      const page = await context.newPage()
      await page.goto(appUrl('orders'))
      const dialled = await page.evaluate(
        () =>
          new Promise((resolve) => {
            const socket = new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7')
            socket.onopen = socket.onerror = ({ type }) => resolve(type)
          }),
      )
      expect(dialled).toBe('error')
      expect(pusherFake.frames()).toEqual([])
      await context.setOffline(false)
      await expect(pusherFake).toHaveSubscribed('orders')
    })
  })
}
