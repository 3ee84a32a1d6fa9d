import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { JSONReport, JSONReportSpec, JSONReportSuite } from '@playwright/test/reporter'
import { beforeAll, expect, test } from 'vitest'
import type { ReportedStep } from './failing/step-reporter.ts'

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const config = fileURLToPath(new URL('failing/playwright.config.ts', import.meta.url))
const stepsFile = new URL('../../test-results/steps.json', import.meta.url)
let specs: Map<string, JSONReportSpec>
let steps: readonly ReportedStep[]

beforeAll(async () => {
  const report = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [cli, 'test', '--config', config],
      { maxBuffer: 2 ** 28 },
      (_, stdout) => resolve(stdout),
    )
  })
  const parsed = JSON.parse(report) as JSONReport
  steps = JSON.parse(await readFile(stepsFile, 'utf8')) as ReportedStep[]
  specs = new Map(parsed.suites.flatMap(specsOf).map((spec) => [spec.title, spec]))
}, 180_000)

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

test('a port that nobody has called is named when its test fails, and only then', () => {
  const messages = (title: string) =>
    resultOf(title)
      ?.errors.map(({ message }) => message)
      .join()
  expect(messages('listens in vain')).toMatch(/Port 4523\d was open and got no request/)
  expect(messages('listens and is called')).toContain('orders')
  expect(messages('listens and is called')).not.toContain('was open')
  expect(resultOf('listens in vain, but does not fail')?.status).toBe('passed')
})

test('a transport that cannot be served fails its test and says which can', () => {
  expect(resultOf('sockjs')?.error?.message).toMatch(
    /tried the transport sockjs .* Enable ws, xhr_streaming or xhr_polling/,
  )
})

test.each(['data worker', 'nested worker'])(
  'a socket of a %s fails its test and names the URL',
  (title) => {
    expect(resultOf(title)?.error?.message).toMatch(
      /A worker has dialled ws:\/\/127\.0\.0\.1:9\/app\/app-key/,
    )
  },
)

test('whoever dials, from wherever: it fails its test and names the URL', () => {
  const titles = [...specs.keys()].filter((title) => title.includes('://'))
  expect(titles).toHaveLength(15)
  for (const title of titles) {
    const message = resultOf(title)?.error?.message ?? 'passed'
    expect([title, message]).toEqual([title, expect.stringContaining(title.replace(/^.*?: /, ''))])
  }
})

test('a script of a CDN that is not installed fails with the line that installs it', () => {
  const titles = [...specs.keys()].filter((title) => title.startsWith('script: '))
  expect(titles).toHaveLength(3)
  for (const title of titles) {
    const [, version] = /(\d[\d.]*)\/pusher\.min\.js$/.exec(title) ?? []
    expect(resultOf(title)?.error?.message).toContain(`npm i -D pusher-js@${version}`)
  }
})

test('it fails no other test', () => {
  expect(resultOf('passes between')?.status).toBe('passed')
  expect(resultOf('beside an unhandled request')?.status).toBe('passed')
})

test('a wait that nobody awaits fails its test and leads to its line', () => {
  const titles = [...specs.keys()].filter((title) => title.startsWith('forgotten: '))
  expect(titles).toHaveLength(8)
  for (const title of titles) {
    const result = resultOf(title)
    expect.soft([title, result?.status]).toEqual([title, 'failed'])
    expect.soft([title, result?.errors.length]).toEqual([title, 1])
    expect.soft(result?.error?.message, title).toMatch(/"never"|channel_vacated|subscri|not_conn/)
    expect.soft(result?.error?.location?.file, title).toMatch(/life\.e2e\.ts$/)
    expect.soft(result?.attachments.map(({ name }) => name)).toContain('pusher-timeline.html')
  }
  const { message } = resultOf('forgotten: a wait that is open')?.error ?? {}
  expect(message).toMatch(/life\.e2e\.ts:\d+:\d+ waits for a subscription to "never"/)
})

test('one that somebody has heard fails no test, nor does a backend that is down', () => {
  const titles = [...specs.keys()].filter((title) => title.startsWith('heard: '))
  expect(titles.map((title) => [title, resultOf(title)?.status])).toEqual(
    titles.map((title) => [title, 'passed']),
  )
  expect(titles).toHaveLength(3)
  const said = JSON.stringify(resultOf('heard: a backend that is down')?.stderr)
  for (const name of ['channel_occupied', 'channel_vacated']) {
    expect(said).toMatch(
      new RegExp(
        `The webhook ${name} .* to http://127.0.0.1:24899/hook .* is lost: .*ECONNREFUSED`,
      ),
    )
  }
})

test('a test that fails beside a long wait reports its own error, and at once', () => {
  const result = resultOf('beside a long wait')
  expect(result?.errors.map(({ message }) => message)).toEqual([expect.stringContaining('mine')])
})

test('an unknown option is named, with the allowed ones', () => {
  expect(resultOf('unknown option')?.error?.message).toMatch(
    /Unknown option "kee", write "key"\. Allowed are: appId, key, .*authEndpoint/,
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

/** The first timeline of a test's report, its data and whether it is a page of its own. */
function timelineOf(title: string) {
  const attachment = resultOf(title)?.attachments.find(
    ({ name }) => name === 'pusher-timeline.html',
  )
  const html = readFileSync(attachment?.path ?? '', 'utf8')
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}'
  return { contentType: attachment?.contentType, html, data: JSON.parse(json) }
}

test('the timeline in the report has the frames, the steps, and what was around them', () => {
  const { contentType, html, data } = timelineOf('steps')
  expect(contentType).toBe('text/html')
  expect(html).toContain("default-src 'none'")
  expect(data.title).toContain('failing.e2e.ts › steps')
  const labels = data.steps.map(({ label }: { label: string }) => label)
  expect(labels).toContain('trigger orders created')
  expect(data.frames).toContainEqual(
    expect.objectContaining({ event: 'created', channel: 'orders', direction: 'out' }),
  )
  expect(data.journal).toContainEqual(expect.objectContaining({ kind: 'fault', name: 'latency' }))
  expect(data.journal).toContainEqual(
    expect.objectContaining({
      kind: 'webhook',
      event: { name: 'channel_occupied', channel: 'orders' },
    }),
  )
})

test('what a test does with its fake are steps, in their order, at its lines', () => {
  const told = steps.filter(({ test, category }) => test === 'steps' && category === 'test.step')
  expect(told.map(({ title }) => title)).toEqual([
    'pusherFake.waitForSubscription orders',
    'pusherFake.trigger orders created',
    'pusherFake.trigger a b created',
    'pusherFake.faults.latency',
    'pusherFake.waitForConnection',
    'pusherFake.faults.latency ends',
    'pusherFake.connect bob',
    'peer bob.subscribe presence-room',
    'pusherFake.waitForWebhook member_removed',
    'peer bob.disconnect',
    'pusherFake.faults.disconnect',
    'pusherFake.waitForClientEvent orders client-never',
  ])
  expect(new Set(told.map(({ location }) => location.replace(/:\d+$/, '')))).toEqual(
    new Set(['failing.e2e.ts']),
  )
  expect(told[1]?.params).toEqual({ channels: 'orders', event: 'created', data: '{"id":1}' })
  const failed = told.filter(({ error }) => error !== undefined)
  expect(failed).toMatchObject([
    {
      title: 'pusherFake.trigger a b created',
      error: expect.stringContaining('Invalid channel name'),
    },
    {
      title: 'pusherFake.waitForClientEvent orders client-never',
      error: expect.stringContaining('in vain'),
    },
  ])
})

test('the JSON report has the steps too, and the error of a wait leads to its line', () => {
  const result = resultOf('steps')
  expect(result?.steps?.map(({ title }) => title)).toContain('pusherFake.trigger orders created')
  expect(result?.error?.location?.file).toMatch(/failing\.e2e\.ts$/)
  expect(result?.error?.message).toContain('Waited 1 ms for the client event "client-never"')
})

test('a loop of calls does not drown the report', () => {
  const told = steps.filter(({ test }) => test === 'more calls than anybody reads')
  const triggers = told.filter(({ title }) => title === 'pusherFake.trigger orders created')
  expect(triggers).toHaveLength(500)
  expect(told.map(({ title }) => title)).toContain(
    'pusherFake: more than 500 calls, the rest is not recorded',
  )
})

test('an event that breaks its contract fails its test, whoever sends it', () => {
  for (const title of ['breach: of the backend', 'breach: of the test, at the call']) {
    const result = resultOf(title)
    expect.soft([title, result?.status, result?.errors.length]).toEqual([title, 'failed', 1])
    expect.soft(result?.error?.message).toMatch(/contract: [\s\S]*"created" on "orders"[\s\S]*id: /)
    expect.soft(result?.attachments.map(({ name }) => name)).toContain('pusher-timeline.html')
  }
  const kept = [...specs.keys()].filter((title) => title.startsWith('kept: '))
  expect(kept.map((title) => resultOf(title)?.status)).toEqual(['passed', 'passed'])
})
