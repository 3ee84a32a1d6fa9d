import { readFileSync } from 'node:fs'
import { expect, type Locator } from '@playwright/test'

const modules = new URL('../../node_modules/', import.meta.url)

function fontFace(family: string, file: string): string {
  const font = readFileSync(new URL(file, modules), 'base64')
  return `@font-face { font-family: ${family}; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }`
}

// The docs' font, and one with the signs that it lacks, so that no machine's own fonts are in a picture.
const STYLE = `
${fontFace('Pictured', 'vitepress/dist/client/theme-default/fonts/inter-roman-latin.woff2')}
${fontFace('PicturedSigns', '@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2')}
* { font-family: Pictured, PicturedSigns !important; text-rendering: geometricPrecision !important; caret-color: transparent !important }
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
      ['400 13px Pictured', '600 13px Pictured', '700 13px Pictured', '13px PicturedSigns'].map(
        (font) => document.fonts.load(font),
      ),
    ),
  )
  // A select keeps the height of the font that it was laid out with.
  await page.evaluate(() => {
    for (const select of document.querySelectorAll('select')) {
      select.hidden = true
      select.getBoundingClientRect()
      select.hidden = false
    }
  })
  // Another Chromium smooths edges in another way; one name that is cut, moved or recoloured is more.
  await expect(shown).toHaveScreenshot(`${name}.png`, { maxDiffPixels: 150, threshold: 0.25 })
}
