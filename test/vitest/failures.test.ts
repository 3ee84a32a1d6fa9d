import { execFile } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

interface Assertion {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

const cli = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url))
const config = fileURLToPath(new URL('failing/vitest.config.ts', import.meta.url))
const output = join(await mkdtemp(join(tmpdir(), 'pusher-js-fake-')), 'report.json')
let results: readonly Assertion[]

beforeAll(async () => {
  const args = [cli, 'run', '--config', config, '--reporter', 'json', '--outputFile', output]
  await new Promise((resolve) => execFile(process.execPath, args, resolve))
  const { testResults } = JSON.parse(await readFile(output, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[]
  }
  results = testResults.flatMap(({ assertionResults }) => assertionResults)
}, 180_000)

test('a request to Pusher that nothing answers fails its test and names the URL', () => {
  const urls = results.filter(({ title }) => title.includes('://'))
  expect(urls).toHaveLength(4)
  for (const { title, status, failureMessages } of urls) {
    expect([title, status]).toEqual([title, 'failed'])
    expect(failureMessages).toHaveLength(1)
    expect(failureMessages[0]).toContain(title)
  }
})

test('it fails no other test', () => {
  const others = results.filter(({ title }) => title.startsWith('passes'))
  expect(others.map(({ status }) => status)).toEqual(['passed', 'passed', 'passed', 'passed'])
})

test('concurrent tests with one key are told how to have keys of their own', () => {
  const messages = results
    .filter(({ title }) => title.startsWith('same key'))
    .flatMap(({ failureMessages }) => failureMessages)
  expect(messages.join()).toMatch(/Two tests that run at the same time .* pusherFakeOptions/)
})
