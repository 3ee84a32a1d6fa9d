import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'

const KINDS = ['one page', 'five pages'] as const

/** What Playwright itself says of how long empty tests took, fixtures included. */
await measurePart(async ({ rounds, repeats }) => {
  const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
  const config = fileURLToPath(new URL('../fixture/playwright.config.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cli, 'test', '--config', config],
    {
      env: {
        ...process.env,
        BENCH_TURNS: String(Math.ceil(rounds / 2)),
        BENCH_REPEATS: String(repeats),
      },
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const told: JSONReport = JSON.parse(stdout)
  const played = told.suites.flatMap(readSuite)
  const of = (kind: string, name: string) =>
    played
      .filter(({ project, title }) => project.startsWith(kind) && title.startsWith(name))
      .map(({ duration }) => duration)
  return KINDS.map((name) => ({
    workload: `an empty test, ${name} of about:blank`,
    unit: 'ms',
    measurements: [
      summarize('pusher-js-fake', of('faked', name)),
      summarize('plain Playwright', of('plain', name)),
    ],
  }))
})

interface Played {
  readonly project: string
  readonly title: string
  readonly duration: number
}

function readSuite(suite: JSONReportSuite): Played[] {
  const own = suite.specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ projectName: project, results }) =>
      results.map(({ duration }) => ({ project, title, duration })),
    ),
  )
  return [...own, ...(suite.suites ?? []).flatMap(readSuite)]
}
