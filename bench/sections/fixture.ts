import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import { report } from '../child.ts'
import { summarize } from '../result.ts'

const KINDS = ['one page', 'five pages'] as const

/** What Playwright itself says of how long empty tests took, fixtures included. */
await report(async ({ shrink }) => {
  const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
  const config = fileURLToPath(new URL('../fixture/playwright.config.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'test', '--config', config],
    {
      env: {
        ...process.env,
        BENCH_TURNS: String(Math.max(1, Math.floor(shrink === 1 ? 40 : 80 / shrink))),
      },
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const played: JSONReport = JSON.parse(stdout)
  const durations = played.suites.flatMap(readSuite)
  const of = (name: string) =>
    durations.filter(({ title }) => title.startsWith(name)).map(({ duration }) => duration)
  return KINDS.map((kind) => ({
    workload: `an empty test, ${kind} of about:blank`,
    unit: 'ms',
    measurements: [
      summarize('pusher-js-fake', of(`faked, ${kind}`)),
      summarize('plain Playwright', of(`plain, ${kind}`)),
    ],
  }))
})

function readSuite(suite: JSONReportSuite): { title: string; duration: number }[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ results }) => results.map(({ duration }) => ({ title, duration }))),
  )
  return [...own, ...(suite.suites ?? []).flatMap(readSuite)]
}
