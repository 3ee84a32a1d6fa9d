import { execFile } from 'node:child_process'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CoverageData } from 'pusher-js-fake/coverage'
import { beforeAll, describe, expect, test } from 'vitest'

const path = (from: string) => fileURLToPath(new URL(from, import.meta.url))
const VITEST = path('../../node_modules/vitest/vitest.mjs')
const PLAYWRIGHT = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const ROOT = path('../../')

interface Run {
  readonly code: number
  readonly output: string
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args,
      { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 2 ** 28 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    )
  })
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
})

async function coverageIn(name: string): Promise<CoverageData['events']> {
  const data: CoverageData = JSON.parse(await readFile(join(folder, name, 'coverage.json'), 'utf8'))
  return data.events
}

const WHOLE = [
  { channel: 'orders', event: 'created', declared: true, bound: true, sent: { test: 2 }, heard: 2 },
  { channel: 'orders', event: 'deleted', declared: true, bound: false, heard: 0 },
  { channel: 'private-user-*', event: 'renamed', declared: true, sent: { test: 2 }, heard: 0 },
]

/** A configuration beside that of the cases, with the reporter and its options. */
async function configOf(
  base: string,
  name: string,
  options: object,
  of: (reporter: string) => string,
): Promise<string> {
  const file = join(folder, `${name}.config.mjs`)
  const reporter = JSON.stringify([
    path('../../dist/coverage.js'),
    { outputDir: join(folder, name), ...options },
  ])
  await writeFile(
    file,
    `import base from ${JSON.stringify(path(base))}\nexport default ${of(reporter)}\n`,
  )
  return file
}

describe('Vitest', { timeout: 180_000 }, () => {
  const configured = (name: string, options: object = {}, more = '') =>
    configOf(
      './vitest/vitest.config.ts',
      name,
      options,
      (reporter) =>
        `{ ...base, root: ${JSON.stringify(ROOT)}, test: { ...base.test, reporters: ['default', ${reporter}${more}] } }`,
    )

  test('adds up its workers, and passes above the threshold', async () => {
    const config = await configured('vitest', { threshold: 33 })
    const { code, output } = await run([VITEST, 'run', '--config', config])
    expect([code, output]).toEqual([0, expect.stringContaining('Events heard: 1 of 3, 33 %')])
    expect(await coverageIn('vitest')).toMatchObject(WHOLE)
  })

  test('adds up its shards when their reports are merged, and fails below the threshold', async () => {
    const blobs = join(folder, 'blobs')
    const config = await configured('vitest-shards', { threshold: 34 })
    for (const shard of ['1/2', '2/2']) {
      const blob = join(blobs, `${shard.replace('/', '-')}.json`)
      // The reporter has to be there, for coverage to be asked for.
      const plain = await configured(
        'vitest-shard',
        {},
        `, ['blob', { outputFile: ${JSON.stringify(blob)} }]`,
      )
      const { code, output } = await run([VITEST, 'run', '--config', plain, '--shard', shard])
      expect([code, output]).toEqual([0, expect.stringContaining('Events heard')])
    }
    const { code, output } = await run([
      VITEST,
      '--config',
      config,
      '--merge-reports',
      blobs,
      '--run',
    ])
    expect(output).toContain('Coverage of events is 33 %, 1 of 3, and the threshold is 34 %.')
    expect(code).toBe(1)
    expect(await coverageIn('vitest-shards')).toMatchObject(WHOLE)
  })
})

describe('Playwright', { timeout: 180_000 }, () => {
  const configured = (name: string, options: object = {}, more = '') =>
    configOf(
      './playwright/playwright.config.ts',
      name,
      options,
      (reporter) =>
        `{ ...base, testDir: ${JSON.stringify(path('./playwright'))}, outputDir: ${JSON.stringify(join(folder, 'results'))}, reporter: [['line'], ${reporter}${more}] }`,
    )

  test('adds up its workers, and fails below the threshold', async () => {
    const config = await configured('playwright', { threshold: 34 })
    const { code, output } = await run([PLAYWRIGHT, 'test', '--config', config])
    expect(output).toContain('2 passed')
    expect(output).toContain('Coverage of events is 33 %, 1 of 3, and the threshold is 34 %.')
    expect(code).toBe(1)
    expect(await coverageIn('playwright')).toMatchObject(WHOLE)
  })

  test('adds up its shards when their reports are merged', async () => {
    const blobs = join(folder, 'playwright-blobs')
    for (const shard of ['1/2', '2/2']) {
      const outputFile = join(blobs, `${shard.replace('/', '-')}.zip`)
      const plain = await configured(
        'playwright-shard',
        {},
        `, ['blob', { outputFile: ${JSON.stringify(outputFile)} }]`,
      )
      const { code, output } = await run([PLAYWRIGHT, 'test', '--config', plain, '--shard', shard])
      expect([code, output]).toEqual([0, expect.stringContaining('1 passed')])
    }
    const config = await configured('playwright-shards', { threshold: 33 })
    const { code, output } = await run([PLAYWRIGHT, 'merge-reports', '--config', config, blobs])
    expect([code, output]).toEqual([0, expect.stringContaining('Events heard: 1 of 3, 33 %')])
    expect(await coverageIn('playwright-shards')).toMatchObject(WHOLE)
  })
})
