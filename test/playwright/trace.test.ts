import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'

/** A line of a trace, as far as it is read here. */
interface TraceEvent {
  readonly type: string
  readonly callId?: string
  readonly title?: string
  readonly class?: string
  readonly method?: string
}

const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
const config = fileURLToPath(new URL('traced/playwright.config.ts', import.meta.url))
const output = fileURLToPath(new URL('../../test-results/traced', import.meta.url))

/** What the test itself does: see traced/traced.e2e.ts. */
const OWN_ACTIONS = new Map([
  ['BrowserContext.newPage', 1],
  // Those of the app's page.
  ['BrowserContext.setNetworkInterceptionPatterns', 4],
  ['Route.fulfill', 3],
  ['Frame.goto', 1],
  ['Frame.waitForFunction', 20],
  ['Frame.evaluateExpression', 1],
  ['Frame.expect', 1],
])

let actions: readonly TraceEvent[]
let steps: readonly string[]
let snapshots: number

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [cli, 'test', '--config', config])
  const [file = ''] = globSync('*/trace.zip', { cwd: output })
  const files = Object.entries(unzipSync(readFileSync(`${output}/${file}`)))
  const read = (wanted: (name: string) => boolean) =>
    files
      .filter(([name]) => name.endsWith('.trace') && wanted(name))
      .flatMap(([, bytes]) => strFromU8(bytes).trim().split('\n'))
      .map((line) => JSON.parse(line) as TraceEvent)
  const ofBrowser = read((name) => name !== 'test.trace')
  actions = ofBrowser.filter(({ type }) => type === 'before')
  snapshots = ofBrowser.filter(({ type }) => type === 'frame-snapshot').length
  steps = read((name) => name === 'test.trace')
    .filter(({ type, method }) => type === 'before' && method === 'pw:api')
    .map(({ title = '' }) => title)
}, 180_000)

test('the trace has the actions of the test, and none of the fixture', () => {
  const counts = new Map<string, number>()
  for (const { class: kind = '', method = '' } of actions) {
    const name = `${kind}.${method}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  expect(counts).toEqual(OWN_ACTIONS)
})

test('so have UI mode and the reporters, which take the same steps', () => {
  expect(steps.filter((title) => /CDP|binding|init script/i.test(title))).toEqual([])
  const launch = 2 // The browser and its context.
  const close = 1
  const own = [...OWN_ACTIONS].filter(([name]) => name !== 'Frame.expect')
  const count = own.reduce((sum, [, times]) => sum + times, 0)
  expect(steps).toHaveLength(launch + count + close)
})

test('no snapshot of the page is taken for a delivery', () => {
  // Two at most of each action of the test on the page.
  expect(snapshots).toBeLessThanOrEqual(2 * actions.length)
})
