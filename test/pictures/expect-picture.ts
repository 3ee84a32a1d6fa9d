import { readFileSync } from 'node:fs'
import { expect, type Locator } from '@playwright/test'

const modules = new URL('../../node_modules/', import.meta.url)

/** The docs' font, so that no machine's own fonts are in a picture. */
const FONT = readFileSync(
  new URL('vitepress/dist/client/theme-default/fonts/inter-roman-latin.woff2', modules),
  'base64',
)

const STYLE = `
@font-face { font-family: Pictured; font-weight: 100 900; src: url(data:font/woff2;base64,${FONT}) }
* { font-family: Pictured !important; text-rendering: geometricPrecision !important; caret-color: transparent !important }
`

/**
 * Compares an element with `baselines/<name>.png`; `npm run pictures` takes them anew.
 *
 * @param hidden selector of what differs from run to run: it keeps its room
 */
export async function expectPicture(shown: Locator, name: string, hidden = 'none'): Promise<void> {
  const page = shown.page()
  await page.addStyleTag({ content: `${STYLE} ${hidden} { visibility: hidden !important }` })
  await page.evaluate(() =>
    Promise.all(
      ['400', '600', '700'].map((weight) => document.fonts.load(`${weight} 13px Pictured`)),
    ),
  )
  // Another Chromium smooths edges in another way; one name that is cut, moved or recoloured is more.
  await expect(shown).toHaveScreenshot(`${name}.png`, { maxDiffPixels: 150, threshold: 0.25 })
}
