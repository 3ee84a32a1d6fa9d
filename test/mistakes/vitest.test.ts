import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { expectReviewed } from './messages.ts'

interface Assertion {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

const cli = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const config = fileURLToPath(new URL('vitest/vitest.config.ts', import.meta.url))
const output = join(await mkdtemp(join(tmpdir(), 'pusher-js-fake-')), 'report.json')
let results: readonly Assertion[]

beforeAll(async () => {
  const args = [cli, 'run', '--config', config, '--reporter', 'json', '--outputFile', output]
  await new Promise((resolve) => execFile(process.execPath, args, resolve))
  const { testResults } = JSON.parse(await readFile(output, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[]
  }
  results = testResults.flatMap(({ assertionResults }) => assertionResults)
}, 120_000)

test('each mistake gets the message that was reviewed, once', async () => {
  expect(results.length).toBeGreaterThanOrEqual(35)
  for (const { title, status, failureMessages } of results) {
    expect.soft([title, status, failureMessages.length]).toEqual([title, 'failed', 1])
    await expectReviewed('vitest', title, failureMessages[0] ?? '')
  }
})
