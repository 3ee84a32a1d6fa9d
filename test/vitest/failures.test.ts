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
let said = ''

beforeAll(async () => {
  const args = [cli, 'run', '--config', config, '--reporter', 'json', '--outputFile', output]
  said = await new Promise((resolve) => {
    execFile(process.execPath, args, (_, stdout, stderr) => resolve(stdout + stderr))
  })
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

test('a wait that nobody awaits fails its test and leads to its line', () => {
  const forgotten = results.filter(({ title }) => title.startsWith('forgotten: '))
  expect(forgotten).toHaveLength(7)
  for (const { title, status, failureMessages } of forgotten) {
    expect.soft([title, status, failureMessages.length]).toEqual([title, 'failed', 1])
    expect.soft(failureMessages[0], title).toMatch(/life\.cases\.ts:\d+:\d+ waits for .*\./)
  }
})

test('one that somebody has heard fails no test, nor is it an error of the run', () => {
  const heard = results.filter(({ title }) => title.startsWith('heard: '))
  expect(heard.map(({ status }) => status)).toEqual(['passed', 'passed'])
  expect(said).not.toContain('Unhandled')
})

test('a test that fails beside a long wait reports its own error', () => {
  const messages = results.find(({ title }) => title === 'beside a long wait')?.failureMessages
  expect(messages).toEqual([expect.stringContaining('mine')])
})

test('concurrent tests with one key are told how to have keys of their own', () => {
  const messages = results
    .filter(({ title }) => title.startsWith('same key'))
    .flatMap(({ failureMessages }) => failureMessages)
  expect(messages.join()).toMatch(/Two tests that run at the same time .* pusherFakeOptions/)
})

test('an event that breaks its contract fails its test, whoever sends it', () => {
  const breaches = results.filter(({ title }) => title.startsWith('breach: '))
  expect(breaches).toHaveLength(3)
  for (const { title, status, failureMessages } of breaches) {
    expect.soft([title, status, failureMessages.length]).toEqual([title, 'failed', 1])
    expect
      .soft(failureMessages[0], title)
      .toMatch(/contract: [\s\S]* sent "(created|client-typing)" on [\s\S]* (id|on): Invalid input/)
  }
  const kept = results.filter(({ title }) => title.startsWith('kept: '))
  expect(kept.map(({ status }) => status)).toEqual(['passed', 'passed'])
})
