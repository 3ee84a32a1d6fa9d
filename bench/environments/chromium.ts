import { measurePart } from '../part.ts'
import { launchChromium } from './launch-chromium.ts'
import { servePage } from './serve-page.ts'

/** The page's script, which is its global `bench`. */
declare const bench: typeof import('./page.ts')

await measurePart(async (effort) => {
  const browser = await launchChromium()
  const site = await servePage('page.ts')
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(site.url)
  const results = await page.evaluate((value) => bench.runInPage(value), effort)
  await browser.close()
  site.close()
  return results
})
