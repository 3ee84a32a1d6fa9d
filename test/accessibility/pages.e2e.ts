import { test as base, expect } from '@playwright/test'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { attachPusherFake } from 'pusher-js-fake/playwright'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { renderTimeline } from 'pusher-js-fake/timeline'
import { sampleTimeline } from '../../fixtures/timeline/sample.ts'
import { BUILT_SITES } from './built-sites.ts'
import { expectAccessibleInBothSchemes } from './expect-accessible.ts'
import { serveBuilt } from './serve-built.ts'

const test = base.extend<{ fake: PusherFake }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  fake: async ({}, use) => {
    const fake = createPusherFake({ logger: false })
    await use(fake)
    fake.close()
  },
})

test('timeline', async ({ page }) => {
  await page.setContent(renderTimeline(await sampleTimeline()))
  await expectAccessibleInBothSchemes(page)
  await page
    .getByRole('treeitem', { name: /signin / })
    .first()
    .click()
  await page.getByText('As on the wire').click()
  await expectAccessibleInBothSchemes(page)
  await page.getByLabel('Filter by text').fill('price')
  await page.getByRole('treeitem', { expanded: false }).locator('.pjt-fold').click()
  await expectAccessibleInBothSchemes(page)
  await page.getByLabel('Filter by text').fill('fault')
  await page.getByRole('treeitem').first().click()
  await expectAccessibleInBothSchemes(page)
  await page.getByLabel('Filter by text').fill('POST 401')
  await page.getByRole('treeitem').first().click()
  await expectAccessibleInBothSchemes(page)
})

test('timeline on a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 780 })
  await page.setContent(renderTimeline(await sampleTimeline()))
  await page
    .getByRole('treeitem', { name: /signin / })
    .first()
    .click()
  await expectAccessibleInBothSchemes(page)
})

test('timeline without frames', async ({ page }) => {
  await page.setContent(renderTimeline({ title: 'nothing', frames: [] }))
  await expectAccessibleInBothSchemes(page)
})

test('inspector of a server', async ({ page, fake }) => {
  const server = await startPusherServer(fake, { inspector: { token: 'letmein' } })
  const bob = fake.connect()
  await bob.subscribe('presence-room', { id: 'bob', info: { name: 'Bob Noyce' } })
  await page.goto(`${server.webUrl}/inspector#letmein`)
  await page.getByRole('treeitem', { name: /subscription_succeeded/ }).click()
  await expectAccessibleInBothSchemes(page)
  await page.getByRole('button', { name: 'Offline', exact: true }).click()
  await page.getByLabel('Data, JSON').fill('{')
  await page.getByText('The data are no JSON.').waitFor()
  await expectAccessibleInBothSchemes(page)
  await page.goto(`${server.webUrl}/inspector?again#wrong`)
  await page.getByText('The token is wrong').waitFor()
  await expectAccessibleInBothSchemes(page)
  await server.close()
})

test('sample chat', async ({ page, context, fake }) => {
  await attachPusherFake(context, fake, { user: { id: 'ada', info: { name: 'Ada' } } })
  await page.goto('/?user=ada')
  await page.getByTestId('connection-state').getByText('connected', { exact: true }).waitFor()
  await page.getByTestId('composer').fill('Hello')
  await page.getByRole('button', { name: 'Send' }).click()
  await expectAccessibleInBothSchemes(page)
})

for (const site of BUILT_SITES) {
  for (const path of site.pages) {
    test(`${site.name}, built: ${path}`, async ({ page }) => {
      const server = await serveBuilt(site)
      const response = await page.goto(new URL(path, server.resolvedUrls?.local[0]).href)
      expect(response?.status()).toBe(200)
      await expectAccessibleInBothSchemes(page, { without: Object.keys(site.notOurs ?? {}) })
      await server.close()
    })
  }
}
