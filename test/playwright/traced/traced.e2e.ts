import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' } } })

test('events, one by one', async ({ page, context, pusherFake }) => {
  await serveApp(context, { body: '<p>A row.</p>'.repeat(2_000) })
  await page.goto(appUrl('private-orders'))
  await pusherFake.waitForSubscription('private-orders')
  for (let count = 1; count <= 20; count += 1) {
    pusherFake.trigger('private-orders', 'created', { count })
    await page.waitForFunction(
      (last) => Reflect.get(globalThis, 'events').at(-1)?.[1].count === last,
      count,
    )
  }
  // Which the bridge has to tell from a document that is gone.
  await page.evaluate('history.pushState({}, "", "/elsewhere")')
  await expect(page).toHaveURL(/elsewhere/)
  expect(pusherFake.connections()).toHaveLength(1)
})
