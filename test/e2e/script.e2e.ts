import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from '@playwright/test'
import type { InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { appUrl, ORIGIN, serveApp } from './support/app-page.ts'

const path = createRequire(import.meta.url).resolve('pusher-js-fake/script')

interface Page {
  readonly pusherJsFake: { installPusherFake: typeof installPusherFake }
  fake: InstalledPusherFake
  readonly events: unknown
}

test('the script may be read in any encoding', () => {
  expect(readFileSync(path, 'utf8')).toMatch(/^[\0-\x7f]+$/)
})

test('as a script that a tool injects before those of the page', async ({ page }) => {
  await serveApp(page)
  await page.addInitScript({ path })
  await page.addInitScript(() => {
    const realm = globalThis as unknown as Page
    realm.fake = realm.pusherJsFake.installPusherFake()
  })
  await page.goto(appUrl('orders'))

  const events = await page.evaluate(async () => {
    const { fake, events: heard } = globalThis as unknown as Page
    await fake.waitForSubscription('orders')
    fake.trigger('orders', 'created', { id: 1 })
    return heard
  })

  expect(events).toContainEqual(['created', { id: 1 }])
})

test('as a script tag', async ({ page }) => {
  await page.route(`${ORIGIN}/fake.js`, (route) => route.fulfill({ path }))
  await serveApp(page, {
    body: '<script src="/fake.js"></script><script>fake = pusherJsFake.installPusherFake()</script>',
  })
  await page.goto(appUrl('orders'))
  const names = await page.evaluate(async () => {
    const { fake } = globalThis as unknown as Page
    await fake.waitForSubscription('orders')
    return fake.channels().map(({ name }) => name)
  })
  expect(names).toEqual(['orders'])
})
