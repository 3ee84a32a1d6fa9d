import { expect, test } from '@playwright/test'
import { BUILT_SITES } from '../accessibility/built-sites.ts'
import { serveBuilt } from '../accessibility/serve-built.ts'

/** What people type, and a page that has to be among the first answers. */
const ANSWERS = [
  ['TextEncoder', 'Jest'],
  ['singleton', 'Vitest'],
  ['act', 'act'],
  ['routeWebSocket', 'routeWebSocket'],
  ['echo-vue', 'Laravel Echo'],
  ['web worker', 'Web workers'],
  ['use-pusher', 'Another library brings its own pusher-js'],
  ['several apps', 'Several apps'],
  ['useFakeTimers', 'Fake timers'],
] as const

test('the search finds the words that people type', async ({ page }) => {
  const [docs] = BUILT_SITES
  if (docs === undefined) throw new Error('No site is built')
  const server = await serveBuilt(docs)
  await page.goto(server.resolvedUrls?.local[0] ?? '')
  await page.getByRole('button', { name: 'Search' }).click()
  const results = page.getByRole('listbox').getByRole('option')
  for (const [typed, title] of ANSWERS) {
    await page.getByRole('searchbox').fill(typed)
    await expect(results.filter({ hasText: title }).first(), typed).toBeVisible()
    const first = await results.evaluateAll((all) =>
      all.slice(0, 5).map((each) => each.textContent),
    )
    expect.soft(first.join(' | '), typed).toContain(title)
  }
  await server.close()
})
