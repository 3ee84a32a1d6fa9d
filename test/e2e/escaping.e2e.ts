import { expect, type Page, test } from '@playwright/test'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { renderTimeline } from 'pusher-js-fake/timeline'

/** Ends whatever it may stand in, and runs wherever it is taken for markup. */
const HOSTILE = `"'></script></pre></textarea><script>window.owned=1</script><img src=x onerror="window.owned=1"><!--\u2028`

/** Before the page: what runs at all, runs now. */
async function expectNothingRan(page: Page): Promise<void> {
  await expect(page.locator('img')).toHaveCount(0)
  expect(await page.evaluate(() => 'owned' in window)).toBe(false)
}

test('the inspector shows names from outside as text, an id of an app among them', async ({
  page,
}) => {
  const fake = createPusherFake({ appId: HOSTILE, logger: false })
  const other = createPusherFake({ appId: 'other', key: 'other', logger: false })
  await using server = await startPusherServer([fake, other], { inspector: { token: 'letmein' } })
  const bob = fake.connect({ user: { id: HOSTILE } })
  await bob.subscribe('presence-room', { id: HOSTILE, info: { name: HOSTILE } })
  await bob.trigger('presence-room', `client-${HOSTILE}`, { html: HOSTILE })
  fake.trigger('presence-room', HOSTILE, HOSTILE)
  fake.faults.sendRaw(HOSTILE)
  await bob.trigger(HOSTILE, 'client-typing', {})

  await page.goto(`${server.webUrl}/inspector#letmein`)
  await expect(page.getByLabel('App')).toHaveValue(HOSTILE)
  const rows = page.getByRole('treeitem')
  await expect(rows.first()).toBeVisible()
  for (let index = 0; index < (await rows.count()); index += 1) await rows.nth(index).click()
  await expect(page.locator('.pjt-json').first()).toBeVisible()
  await expect(page.locator('.pjf')).toContainText('<img src=x')
  await expectNothingRan(page)
  fake.close()
  other.close()
})

test('so does a timeline, in its title, its lanes, its frames and their JSON', async ({ page }) => {
  const frame = {
    id: 1,
    time: 1,
    direction: 'in' as const,
    socketId: HOSTILE,
    event: HOSTILE,
    channel: HOSTILE,
    data: { [HOSTILE]: HOSTILE },
    problem: HOSTILE,
  }
  const html = renderTimeline({
    title: HOSTILE,
    frames: [frame, { ...frame, id: 2, socketId: '1.1' }],
    lanes: [{ socketId: HOSTILE, label: HOSTILE }],
    steps: [{ time: 2, label: HOSTILE, data: HOSTILE }],
  })
  await page.setContent(html)
  const rows = page.getByRole('treeitem')
  await expect(rows).toHaveCount(3)
  for (const index of [0, 1, 2]) {
    await rows.nth(index).click()
    await expect(page.locator('.pjt-json').last()).toContainText('<img src=x')
  }
  expect(await page.title()).toContain('<img src=x')
  await expectNothingRan(page)
})

test('a page that is owned would be found out', async ({ page }) => {
  await page.setContent(`<p>${HOSTILE}</p>`)
  await expect.poll(() => page.evaluate(() => 'owned' in window)).toBe(true)
})
