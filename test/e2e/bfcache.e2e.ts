import { chromium } from '@playwright/test'
import { expect, test } from 'pusher-js-fake/playwright'
import { findChromium } from '../../scripts/find-chromium.ts'
import { serveSite } from './support/site.ts'

test('a page that comes back from the back/forward cache is connected as its state says', async ({
  pusherFake,
}) => {
  await using site = await serveSite({ '/other.html': '<!doctype html><title>other</title>' })
  // A headless shell has no such cache.
  const { executablePath } = await findChromium()
  const ignoreDefaultArgs = ['--disable-back-forward-cache']
  const browser = await chromium.launch({ executablePath, ignoreDefaultArgs })
  const page = await browser.newPage()
  await page.goto(`${site.url}/?channel=orders`)
  await expect(pusherFake).toHaveSubscribed('orders')
  await page.evaluate(() => {
    Object.assign(globalThis, { states: [], shown: [] })
    addEventListener('pageshow', ({ persisted }) =>
      Reflect.get(globalThis, 'shown').push(persisted),
    )
  })
  await page.evaluate(
    "pusher.connection.bind('state_change', ({ current }) => states.push(current))",
  )
  await page.goto(`${site.url}/other.html`)
  await expect(pusherFake).not.toHaveConnected()
  pusherFake.trigger('orders', 'created', 'missed')

  // Playwright's goBack waits for a load that does not come.
  const back = page.waitForURL(/channel=orders/, { waitUntil: 'commit' })
  await page.evaluate('setTimeout(() => history.back())')
  await back
  await expect.poll(() => page.evaluate('globalThis.shown')).toEqual([true])
  await expect(pusherFake).toHaveSubscribed('orders')
  await expect.poll(() => page.evaluate('pusher.connection.state')).toBe('connected')
  expect(await page.evaluate('states')).toEqual(['connecting', 'connected'])
  pusherFake.trigger('orders', 'created', 'heard')
  await expect.poll(() => page.evaluate('events.at(-1)')).toEqual(['created', 'heard'])
  expect(JSON.stringify(await page.evaluate('events'))).not.toContain('missed')
  expect(pusherFake.connections()).toHaveLength(1)
  await browser.close()
  await expect(pusherFake).not.toHaveConnected()
})
