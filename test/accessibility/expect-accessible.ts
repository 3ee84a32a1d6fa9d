import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** WCAG 2.2 A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/**
 * Fails with each violation, its element and what to do.
 *
 * @param within a selector of what is checked; leaves out what others have drawn around it
 * @param without selectors of what others have drawn inside
 */
export async function expectAccessible(
  page: Page,
  within?: string,
  without: readonly string[] = [],
): Promise<void> {
  const whole = new AxeBuilder({ page }).options({ runOnly: TAGS, iframes: within === undefined })
  for (const selector of without) whole.exclude(selector)
  const { violations } = await (within === undefined ? whole : whole.include(within)).analyze()
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target}\n  ${failureSummary}`),
  )
  expect(told.join('\n\n')).toBe('')
}
