import { chromium } from '@playwright/test'
import { findChromium } from '../../scripts/find-chromium.ts'
import { report } from '../child.ts'
import type { runInPage } from './page.ts'
import { servePage } from './serve-page.ts'

await report(async (effort) => {
  const { executablePath, args } = await findChromium()
  const browser = await chromium.launch({ executablePath, args: [...args] })
  const site = await servePage('page.ts')
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(site.url)
  const results = await page.evaluate(
    (value) =>
      (globalThis as unknown as { bench: { runInPage: typeof runInPage } }).bench.runInPage(value),
    effort,
  )
  await browser.close()
  site.close()
  return results
})
