import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** WCAG 2.2 A and AA, and what axe holds to be good practice. */
const EVERYTHING: Rules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
}
/** What another colour scheme can change. */
const COLOURS: Rules = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

interface Rules {
  readonly type: 'rule' | 'tag'
  values: string[]
}

interface Part {
  /** A selector of what is checked; leaves out what others have drawn around it. */
  readonly within?: string
  /** Selectors of what others have drawn inside. */
  readonly without?: readonly string[]
}

/** Fails with each violation, its element and what to do. */
export async function expectAccessible(page: Page, part: Part = {}): Promise<void> {
  await check(page, part, EVERYTHING)
}

/** The same in the light and the dark scheme, of which the page has the light one afterwards. */
export async function expectAccessibleInBothSchemes(page: Page, part: Part = {}): Promise<void> {
  await expectAccessible(page, part)
  await page.emulateMedia({ colorScheme: 'dark' })
  // The page's own scripts have seen it then, too.
  await page.evaluate(() => new Promise(requestAnimationFrame))
  await check(page, part, COLOURS)
  await page.emulateMedia({ colorScheme: 'light' })
}

async function check(page: Page, { within, without = [] }: Part, runOnly: Rules): Promise<void> {
  const whole = new AxeBuilder({ page })
    .options({ runOnly, iframes: within === undefined, resultTypes: ['violations'] })
    // In one go, and not in a page of its own for each: half the time.
    .setLegacyMode()
  for (const selector of without) whole.exclude(selector)
  const { violations } = await (within === undefined ? whole : whole.include(within)).analyze()
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target}\n  ${failureSummary}`),
  )
  expect(told.join('\n\n')).toBe('')
}
