import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import { beforeAll, expect, test } from 'vitest'

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const config = fileURLToPath(new URL('failing/playwright.config.ts', import.meta.url))
let specs: Map<string, JSONReportSpec>

beforeAll(async () => {
  const report = await new Promise<string>((resolve) => {
    execFile(process.execPath, [cli, 'test', '--config', config], (_, stdout) => resolve(stdout))
  })
  const parsed = JSON.parse(report) as JSONReport
  specs = new Map(parsed.suites.flatMap(specsOf).map((spec) => [spec.title, spec]))
}, 60_000)

function specsOf(suite: JSONReportSuite): JSONReportSpec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

function resultOf(title: string) {
  return specs.get(title)?.tests[0]?.results[0]
}

test('an unhandled request to a Pusher host fails its test and names the URL', () => {
  expect(resultOf('unhandled request')?.error?.message).toMatch(
    /Nothing answers GET https:\/\/stats\.pusher\.com\/timeline\/v2\/x/,
  )
})

test('a transport that cannot be served fails its test and says which can', () => {
  expect(resultOf('sockjs')?.error?.message).toMatch(
    /tried the transport sockjs .* Enable ws, xhr_streaming or xhr_polling/,
  )
})

test('a socket of a worker fails its test and names the URL', () => {
  expect(resultOf('worker')?.error?.message).toMatch(
    /A worker has dialled ws:\/\/127\.0\.0\.1:9\/app\/app-key/,
  )
})

test('it fails no other test', () => {
  expect(resultOf('beside an unhandled request')?.status).toBe('passed')
})

test('an unknown option is named, with the allowed ones', () => {
  expect(resultOf('unknown option')?.error?.message).toMatch(
    /Unknown option "kee"\. Allowed are: appId, key, .*authEndpoint/,
  )
})

test('a test that fails has the frames in its report', () => {
  const names = resultOf('wrong expectation')?.attachments.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['pusher-frames.json', 'pusher-timeline.html']))
  expect(resultOf('unhandled request')?.attachments.map(({ name }) => name)).toContain(
    'pusher-timeline.html',
  )
  expect(resultOf('beside an unhandled request')?.attachments).toEqual([])
})
