import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import { describe, expect, test } from 'vitest'

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const config = fileURLToPath(new URL('isolation/playwright.config.ts', import.meta.url))

async function run(file: string, seed: number): Promise<JSONReport> {
  const args = [cli, 'test', '--config', config, file]
  const env = { ...process.env, ISOLATION_SEED: String(seed) }
  const report = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { env, maxBuffer: 2 ** 28 }, (_, stdout) => resolve(stdout))
  })
  return JSON.parse(report) as JSONReport
}

function failures({ suites, errors }: JSONReport): string[] {
  const ofSuite = (suite: JSONReportSuite): string[] => [
    ...suite.specs
      .filter(({ ok }) => !ok)
      .map(({ title, tests }) => `${title}: ${tests[0]?.results[0]?.error?.message}`),
    ...(suite.suites ?? []).flatMap(ofSuite),
  ]
  return [...errors.map(({ message }) => message ?? ''), ...suites.flatMap(ofSuite)]
}

// A seed of the day, so that orders change; a failure names it.
const seed = Number(process.env['ISOLATION_SEED'] ?? Math.floor(Date.now() / 86_400_000))

describe.each([seed, seed + 1])(
  '200 tests on 4 workers, in the order of ISOLATION_SEED=%i',
  (order) => {
    test('none sees a frame, member or webhook of another', async () => {
      const report = await run('crowd', order)
      expect(failures(report)).toEqual([])
      expect(report.stats).toMatchObject({ expected: 200, unexpected: 0, flaky: 0, skipped: 0 })
    }, 180_000)
  },
)

test('pages that outlive tests, forgotten ones and retries have the service of their test', async () => {
  const report = await run('shared-page', seed)
  expect(failures(report)).toEqual([])
  expect(report.stats).toMatchObject({ unexpected: 0, flaky: 1 })
}, 180_000)
