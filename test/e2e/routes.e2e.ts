import { writeFileSync } from 'node:fs'
import type { BrowserContext, Page, Request } from '@playwright/test'
import { createPusherFake } from 'pusher-js-fake'
import { test as base, expect } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'
import { portOf, type Site, serveSite } from './support/site.ts'

/** The app of a developer who has never heard of the fake, at an address of its own. */
const test = base.extend<{ site: Site }>({
  site: async ({ pusherFake: _ }, use) => {
    await using site = await serveSite()
    await use(site)
  },
})

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })

/** Each is on top of the fake's routes. */
const CATCH_ALLS: Record<string, (target: BrowserContext | Page, har: string) => Promise<unknown>> =
  {
    continue: (target) => target.route('**/*', (route) => route.continue()),
    'continue with headers': (target) =>
      target.route(/.*/, (route, request) => route.continue({ headers: request.headers() })),
    'continue, of all that is not an image': (target) =>
      target.route(
        () => true,
        (route) => (route.request().resourceType() === 'image' ? route.abort() : route.continue()),
      ),
    'a HAR file that has nothing of it': (target, har) =>
      target.routeFromHAR(har, { notFound: 'abort' }),
    'a HAR file that lets through': (target, har) =>
      target.routeFromHAR(har, { notFound: 'fallback' }),
    unrouteAll: async (target) => {
      await target.route('**/*', (route) => route.abort())
      await target.unrouteAll({ behavior: 'wait' })
    },
    unroute: async (target) => {
      const abort: Parameters<Page['route']>[1] = (route) => route.abort()
      await target.route('**/*', abort)
      await target.unroute('**/*', abort)
    },
  }

for (const [name, catchAll] of Object.entries(CATCH_ALLS)) {
  for (const where of ['page', 'context'] as const) {
    test(`${name}, on the ${where}: all of Pusher's is answered`, async ({
      page,
      context,
      site,
      pusherFake,
    }, testInfo) => {
      const har = testInfo.outputPath('site.har')
      writeFileSync(har, JSON.stringify(await site.har()))
      const escaped: string[] = []
      const note = async (request: Request) => {
        const address = await (await request.response())?.serverAddr()
        if (address && address.port !== portOf(site.url)) escaped.push(request.url())
      }
      // The test may be over.
      context.on('requestfinished', (request) => void note(request).catch(() => {}))
      await catchAll(where === 'page' ? page : context, har)
      await page.goto(`${site.url}/?channel=private-orders&stats=1`)
      await expect(pusherFake).toHaveSubscribed('private-orders')
      const { appId, key } = pusherFake
      const status = await page.evaluate(
        (url) => fetch(url).then((response) => response.status),
        `https://api-mt1.pusher.com/apps/${appId}/channels?auth_key=${key}`,
      )
      expect(status).toBe(401)
      expect(escaped).toEqual([])
      expect(site.asked.filter((path) => path.startsWith('/pusher'))).toEqual([])
    })
  }
}

test('who fulfils or aborts a request wins', async ({ page, site, pusherFake }) => {
  await page.route('**/pusher/auth', (route) => route.fulfill({ status: 403, body: 'mine' }))
  await page.goto(`${site.url}/?channel=private-orders`)
  await expect
    .poll(() => page.evaluate('events'))
    .toMatchObject([[expect.any(String), { status: 403 }]])
  await page.unroute('**/pusher/auth')
  await page.route('**/pusher/auth', (route) => route.abort())
  await page.reload()
  await expect.poll(() => page.evaluate('events.length')).toBe(1)
  await expect(pusherFake).not.toHaveSubscribed('private-orders')
  expect(pusherFake.problems()).toEqual([])
})

test.describe(() => {
  test.use({ pusherFakeOptions: { logger: false, onUnhandled: 'warn' } })

  test('who fetches what only the fake can answer is told of fallback', async ({
    page,
    site,
    pusherFake,
  }) => {
    await page.route('**/*', async (route) => route.fulfill({ response: await route.fetch() }))
    await page.goto(`${site.url}/?channel=private-orders`)
    await expect.poll(() => page.evaluate('events.length')).toBe(1)
    expect(pusherFake.problems()).toMatchObject([
      {
        code: 'unhandled_request',
        message: expect.stringMatching(/\/pusher\/auth .*\(404\).*route\.fallback\(\)/),
      },
    ])
  })

  test('a route from before the fake keeps what it has, and it is told', async ({
    browser,
    site,
  }) => {
    const fake = createPusherFake({ logger: false, key: 'other-key' })
    // As a browser that no fixture knows gives it.
    const context: BrowserContext = await Object.getPrototypeOf(browser).newContext.call(browser)
    const page = await context.newPage()
    await page.route('**/*', (route) => route.continue())
    const { attachPusherFake } = await import('pusher-js-fake/playwright')
    await attachPusherFake(context, fake)
    await page.goto(`${site.url}/?key=other-key&channel=private-orders`)
    await expect.poll(() => page.evaluate('events.length')).toBe(1)
    await page.evaluate(() => fetch('https://api-mt1.pusher.com/apps/1/events').catch(() => {}))
    await expect
      .poll(() => fake.problems().map(({ message }) => message))
      .toEqual([
        expect.stringMatching(/POST .*\/pusher\/auth went past .* route\.fallback\(\)/),
        expect.stringMatching(/GET https:\/\/api-mt1\.pusher\.com.* went past/),
      ])
    await context.close()
  })
})

for (const where of ['page', 'context'] as const) {
  test(`a routeWebSocket of the ${where} wins, and it is told`, async ({
    page,
    context,
    pusherFake,
  }) => {
    await serveApp(context)
    const target = where === 'page' ? page : context
    await target.routeWebSocket('**/*', (socket) => {
      socket.send(JSON.stringify({ event: 'pusher:error', data: { code: 4001, message: 'mine' } }))
    })
    await page.goto(appUrl('orders'))
    await expect.poll(() => page.evaluate('pusher.connection.state')).toBe('disconnected')
    await expect(pusherFake).not.toHaveConnected()
    expect(pusherFake.problems()[0]).toMatchObject({
      code: 'routed_elsewhere',
      message: expect.stringContaining('wss://ws-eu.pusher.com'),
    })
  })
}

test('a routeWebSocket that leads on to the server leads to the fake', async ({
  page,
  context,
  pusherFake,
}) => {
  await serveApp(context)
  const seen: unknown[] = []
  await page.routeWebSocket(/pusher/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      seen.push(message)
      server.send(message)
    })
  })
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  expect(seen).toEqual([expect.stringContaining('pusher:subscribe')])
  expect(pusherFake.problems()).toEqual([])
})

const catchAlls = {
  'a glob': '**/*',
  'an expression': /^wss:/g,
  'a predicate': () => true,
} as const

for (const [kind, pattern] of Object.entries(catchAlls)) {
  test(`a routeWebSocket by ${kind} for all leaves Pusher's sockets that it does not touch`, async ({
    context,
    page,
    pusherFake,
  }) => {
    await serveApp(context)
    await context.routeWebSocket(pattern, (socket) => {
      if (socket.url() === 'wss://chat.example.com/') socket.send('hello')
    })
    await page.goto(appUrl('orders'))
    await expect(pusherFake).toHaveSubscribed('orders')
    const chat = await page.evaluate(
      () =>
        new Promise((resolve) => {
          new WebSocket('wss://chat.example.com/').onmessage = ({ data }) => resolve(data)
        }),
    )
    expect(chat).toBe('hello')
    expect(pusherFake.problems()).toEqual([])
  })
}

test("a routeWebSocket for Pusher's URLs wins though it does nothing", async ({
  context,
  page,
  pusherFake,
}) => {
  await serveApp(context)
  await context.routeWebSocket(/pusher/, () => {})
  await page.goto(appUrl('orders'))
  await expect
    .poll(() => pusherFake.problems().map(({ code }) => code))
    .toContain('routed_elsewhere')
})
