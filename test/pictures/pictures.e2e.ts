import { test } from '@playwright/test'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { renderTimeline } from 'pusher-js-fake/timeline'
import { SampleClock, sampleRandom, sampleTimeline } from '../../fixtures/timeline/sample.ts'
import { BUILT_SITES } from '../accessibility/built-sites.ts'
import { serveBuilt } from '../accessibility/serve-built.ts'
import { expectPicture } from './expect-picture.ts'

// A report lets no font in.
test.use({ viewport: { width: 1280, height: 640 }, timezoneId: 'UTC', bypassCSP: true })

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('timeline', async ({ page }) => {
      await page.setContent(renderTimeline(await sampleTimeline()))
      await page.getByLabel('Filter by text').fill('order')
      await page.getByRole('treeitem', { name: / order-created / }).click()
      await expectPicture(page.locator('body'), `timeline-${colorScheme}`)
    })

    test('inspector with more connections than lanes', async ({ page }) => {
      const fake = createPusherFake({
        clock: new SampleClock(),
        random: sampleRandom(),
        logger: false,
      })
      const server = await startPusherServer(fake, { inspector: { token: 'letmein' } })
      const closed = fake.connect()
      await closed.subscribe('orders')
      closed.disconnect()
      for (const id of ['ada', 'bob', 'carol', 'dan', 'eve', 'fay', 'gus']) {
        const peer = fake.connect({ user: { id, info: { name: id } } })
        await peer.subscribe('presence-room')
      }
      fake.faults.latency(200)
      await page.goto(`${server.webUrl}/inspector#letmein`)
      await page.getByRole('treeitem', { name: /channel_vacated/ }).waitFor()
      await page.getByLabel('Data, JSON').fill('{')
      await expectPicture(page.locator('body'), `inspector-${colorScheme}`)
      await server.close()
      fake.close()
    })

    test('start page of the docs', async ({ page }) => {
      const [docs] = BUILT_SITES
      if (docs === undefined) throw new Error('No site is built')
      const server = await serveBuilt(docs)
      await page.setViewportSize({ width: 1280, height: 1600 })
      await page.goto(server.resolvedUrls?.local[0] ?? '')
      await expectPicture(page.locator('.vp-doc'), `docs-${colorScheme}`, '.vp-doc img')
      await server.close()
    })
  })
}
