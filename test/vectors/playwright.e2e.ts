import { test } from 'pusher-js-fake/playwright'
import { fakeOptions } from './hosts/fake-settings.ts'
import { pageService } from './hosts/playwright.ts'
import { loadVectors } from './load-vectors.ts'
import { runVector } from './run-vector.ts'
import type { AppSettings, Vector } from './vector.ts'

// A page takes longer to open than a vector to run: those of one feature that want the same app share it.
for (const { feature, vectors } of loadVectors()) {
  for (const [settings, group] of Map.groupBy(vectors, settingsOf)) {
    test.describe(() => {
      test.use({ pusherFakeOptions: fakeOptions(JSON.parse(settings) as AppSettings) })

      test(`${feature} ${settings}`, async ({ page, pusherFake }, testInfo) => {
        const service = await pageService(page, pusherFake)
        const failures: string[] = []
        for (const vector of group) {
          const cause = vector.skip?.playwright
          if (cause !== undefined) {
            testInfo.annotations.push({ type: 'skip', description: `${vector.name}: ${cause}` })
            continue
          }
          await test.step(vector.name, async () => {
            await runVector(vector, service).catch((error: Error) =>
              failures.push(`${vector.name}: ${error.message}`),
            )
          })
        }
        if (failures.length > 0) throw new Error(failures.join('\n'))
      })
    })
  }
}

function settingsOf({
  app: { clientEvents = true, watchlist: _, ...others } = {},
}: Vector): string {
  return JSON.stringify({ ...(!clientEvents && { clientEvents }), ...others })
}
