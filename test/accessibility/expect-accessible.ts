import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** WCAG 2.2 A and AA, and what axe holds to be good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/** Fails with each violation, its element and what to do. `within` leaves out what others have drawn. */
export async function expectAccessible(page: Page, within?: string): Promise<void> {
  const whole = new AxeBuilder({ page }).options({ runOnly: TAGS, iframes: within === undefined })
  const { violations } = await (within === undefined ? whole : whole.include(within)).analyze()
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target}\n  ${failureSummary}`),
  )
  expect(told.join('\n\n')).toBe('')
}
