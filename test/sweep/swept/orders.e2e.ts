import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'

// A plain test, as an app has it: test/sweep/command.test.ts runs it under plans.

test('an order is shown', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'saved', { id: 1 })
  await expect
    .poll(() => page.evaluate("events.filter(([event]) => event === 'saved')"))
    .toEqual([['saved', { id: 1 }]])
})
