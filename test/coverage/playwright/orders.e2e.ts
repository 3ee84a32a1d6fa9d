import { test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'
import { events } from '../vitest/declared.ts'

// Run by runners.test.ts, under the reporter.

test.use({ pusherFakeOptions: { events } })

for (const name of ['one', 'two']) {
  test(name, async ({ page, context, pusherFake }) => {
    await serveApp(context)
    await page.goto(appUrl('orders'))
    await pusherFake.waitForSubscription('orders')
    await page.evaluate(() => {
      const { pusher } = window as unknown as {
        pusher: { channel(name: string): { bind(event: string, listener: () => void): void } }
      }
      pusher.channel('orders').bind('created', () => {})
    })
    pusherFake.trigger('orders', 'created', { id: 1 })
    pusherFake.trigger(`private-user-${name}`, 'renamed', {})
  })
}
