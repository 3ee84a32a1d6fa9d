import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'

const ENTRIES = [
  'pusher-js-fake',
  'pusher-js-fake/browser',
  'pusher-js-fake/msw',
  'msw',
  'pusher-js-fake/playwright',
  '@playwright/test',
  'pusher-js-fake/standalone',
  'pusher-js-fake/timeline',
  'pusher-js-fake/recording',
  'pusher-js-fake/webhooks',
  'pusher-js',
  'pusher-js-mock',
  'mock-socket',
]

/** Milliseconds that `import()` takes in a new process; what an entry needs besides is a row of its own. */
await measurePart(async ({ rounds }) => {
  const samples = new Map<string, number[]>(ENTRIES.map((entry) => [entry, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const entry of ENTRIES) samples.get(entry)?.push(await timeImport(entry))
  }
  const measurements = ENTRIES.map((entry) => summarize(entry, samples.get(entry) ?? []))
  return [{ workload: 'import in a new process', unit: 'ms', measurements }]
})

async function timeImport(entry: string): Promise<number> {
  const script = `const t = performance.now(); await import('${entry}'); console.log(performance.now() - t); process.exit()`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--no-warnings',
    '--eval',
    script,
  ])
  return Number(stdout)
}
