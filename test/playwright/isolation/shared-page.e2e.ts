import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })

for (const withFake of [false, true]) {
  test.describe(`a page that beforeAll opened, ${withFake ? 'with' : 'without'} asking for the fake`, () => {
    test.describe.configure({ mode: 'serial' })
    let context: BrowserContext
    let page: Page

    const open = async (newContext: () => Promise<BrowserContext>) => {
      context = await newContext()
      await serveApp(context)
      page = await context.newPage()
      await page.goto(appUrl('private-orders'))
    }
    if (withFake) {
      test.beforeAll(async ({ browser, pusherFake }) => {
        await open(() => browser.newContext())
        await pusherFake.waitForSubscription('private-orders')
      })
    } else {
      test.beforeAll(async ({ browser }) => open(() => browser.newContext()))
    }
    test.afterAll(async () => context.close())

    for (const index of [1, 2, 3]) {
      test(`is connected to the test that runs (${index})`, async ({ pusherFake }) => {
        await pusherFake.waitForSubscription('private-orders')
        expect(pusherFake.connections()).toHaveLength(1)
        pusherFake.trigger('private-orders', 'n', index)
        await expect.poll(() => page.evaluate('events')).toContainEqual(['n', index])
        expect(pusherFake.problems()).toEqual([])
      })
    }

    test('each test had its own service', async () => {
      const numbers = await page.evaluate("events.filter(([name]) => name === 'n')")
      expect(numbers).toEqual([
        ['n', 1],
        ['n', 2],
        ['n', 3],
      ])
    })
  })
}

for (const auto of [false, true]) {
  // Without `auto` Playwright sets it up after the fake of the first test that asks for it.
  const withShared = test.extend<object, { shared: Page }>({
    shared: [
      async ({ browser }, use) => {
        const context = await browser.newContext()
        await serveApp(context)
        const page = await context.newPage()
        await page.goto(appUrl('orders'))
        await use(page)
        await context.close()
      },
      { scope: 'worker', auto },
    ],
  })
  withShared.describe(`a context of a worker, ${auto ? 'auto' : 'when first asked for'}`, () => {
    withShared.describe.configure({ mode: 'serial' })
    for (const index of [1, 2, 3]) {
      withShared(
        `is connected to the test that runs (${index})`,
        async ({ shared, pusherFake }) => {
          await pusherFake.waitForSubscription('orders')
          pusherFake.trigger('orders', 'n', index)
          await expect.poll(() => shared.evaluate('events')).toContainEqual(['n', index])
        },
      )
    }
  })
}

test.describe('what a test forgets to close', () => {
  test.describe.configure({ mode: 'serial' })
  let forgotten: Page

  test('is left', async ({ browser, pusherFake }) => {
    const context = await browser.newContext()
    await serveApp(context)
    forgotten = await context.newPage()
    await forgotten.goto(appUrl('presence-room'))
    await pusherFake.waitForSubscription('presence-room')
    await pusherFake.connect().subscribe('orders')
    pusherFake.faults.latency(60_000)
    pusherFake.on('frame', () => {
      throw new Error('A listener of the test before')
    })
  })

  test('does not reach the next', async ({ page, context, pusherFake }) => {
    await serveApp(context)
    await page.goto(appUrl('presence-room'))
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    await expect.poll(() => forgotten.evaluate('pusher.connection.state')).toBe('disconnected')
    expect(pusherFake.connections()).toHaveLength(1)
    expect(pusherFake.channels().map(({ name }) => name)).toEqual(['presence-room'])
    await forgotten.context().close()
  })
})

test('a retry has a service of its own', async ({ pusherFake }, testInfo) => {
  expect(pusherFake.connections()).toEqual([])
  await pusherFake.connect().subscribe('orders')
  expect(testInfo.retry).toBe(1)
})
