import { type BrowserContext, test as base, chromium, mergeTests } from '@playwright/test'
import { expect, fixtures } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'

/** Where the contexts of a project come from, which none of them asks the fake about. */
const SOURCES = {
  'a persistent context': base.extend({
    context: async ({ browserName: _ }, use, testInfo) => {
      const context = await chromium.launchPersistentContext(testInfo.outputPath('profile'))
      await use(context)
      await context.close()
    },
    page: async ({ context }, use) => use(context.pages()[0] ?? (await context.newPage())),
  }),
  'a context of its own browser': base.extend({
    context: async ({ browserName: _ }, use) => {
      const browser = await chromium.launch()
      await use(await browser.newContext())
      await browser.close()
    },
  }),
  'a browser of its own': base.extend<object, { browser: import('@playwright/test').Browser }>({
    browser: [
      async ({ browserName: _ }, use) => {
        const browser = await chromium.launch()
        await use(browser)
        await browser.close()
      },
      { scope: 'worker' },
    ],
  }),
}

async function isServed(
  context: BrowserContext,
  pusherFake: Parameters<typeof expect>[0] & object,
): Promise<void> {
  await serveApp(context)
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(appUrl('private-orders'))
  await expect(pusherFake as import('pusher-js-fake').PusherFake).toHaveSubscribed('private-orders')
}

for (const [name, mine] of Object.entries(SOURCES)) {
  const orders = {
    'mine, fixtures': mergeTests(mine, fixtures),
    'fixtures, mine': mergeTests(fixtures, mine),
  }
  for (const [order, test] of Object.entries(orders)) {
    test(`${name}, by mergeTests(${order})`, async ({ page, context, pusherFake }) => {
      await page.goto('about:blank')
      await isServed(context, pusherFake)
    })
  }
}

const test = fixtures

test('a persistent context that a test launches', async ({ pusherFake, playwright }, testInfo) => {
  const context = await playwright.chromium.launchPersistentContext(testInfo.outputPath('profile'))
  await isServed(context, pusherFake)
  await context.close()
  await expect(pusherFake).not.toHaveConnected()
})

test('a browser that a test launches, and one that it finds by its port', async ({
  pusherFake,
}) => {
  const browser = await chromium.launch({ args: ['--remote-debugging-port=45291'] })
  const page = await browser.newPage()
  await isServed(page.context(), pusherFake)
  const found = await chromium.connectOverCDP('http://127.0.0.1:45291')
  const context = await found.newContext()
  await isServed(context, pusherFake)
  expect(pusherFake.connections()).toHaveLength(2)
  await found.close()
  await browser.close()
})

test.describe('of a hook', () => {
  test.describe.configure({ mode: 'serial' })
  let context: BrowserContext
  test.beforeAll(async () => {
    const browser = await chromium.launch()
    context = await browser.newContext()
  })
  test.afterAll(() => context.browser()?.close())

  for (const round of ['first', 'second']) {
    test(`it follows from test to test: the ${round}`, async ({ pusherFake }) => {
      await isServed(context, pusherFake)
    })
  }
})
