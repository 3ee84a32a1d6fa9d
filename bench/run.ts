import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { EffortName } from './measure.ts'
import { runPart } from './part.ts'
import { mergeRuns, type Section } from './result.ts'
import { writeResultsPage } from './results-page.ts'
import { describeSurroundings } from './surroundings.ts'
import { printSections } from './tables.ts'

// npm run bench -- [--quick | --smoke] [--only NAME] [--runs N] [--json FILE] [--markdown]

const PARTS = {
  node: ['In Node', 'environments/node.ts'],
  jsdom: ['In jsdom', 'environments/jsdom.ts'],
  chromium: ['In a page (Chromium)', 'environments/chromium.ts'],
  playwright: [
    'From the test process to a page (Playwright, Chromium)',
    'environments/playwright.ts',
  ],
  trace: ['With a trace of Playwright', 'sections/trace.ts'],
  fixture: ['What the Playwright fixture adds', 'sections/fixture.ts'],
  rest: ['REST', 'sections/rest.ts'],
  contracts: ['Contracts', 'sections/contracts.ts'],
  sweep: ['Sweep', 'sections/sweep.ts'],
  growth: ['Growth of the engine', 'sections/growth.ts'],
  memory: ['Memory', 'sections/memory.ts'],
  import: ['Import', 'sections/import-time.ts'],
  load: ['The command under load', 'sections/load.ts'],
} as const satisfies Record<string, readonly [title: string, script: string]>

/** Of how many runs at least a page shows the medians. */
const RUNS_OF_A_PAGE = 3

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    runs: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
})
const effort: EffortName = values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'
const names = Object.keys(PARTS)
const unknown = values.only?.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`--only ${unknown}: expected one of ${names.join(', ')}`)
if (values.markdown && (values.only !== undefined || values.smoke)) {
  throw new Error('--markdown writes the whole page: expected without --only and --smoke')
}
const fewest = values.markdown ? RUNS_OF_A_PAGE : 1
const count = Number(values.runs ?? fewest)
if (!Number.isInteger(count) || count < fewest) {
  throw new Error(`--runs ${values.runs}: expected a whole number, for --markdown at least 3`)
}
// So that `exit` comes, at which a part that runs is ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const parts = Object.entries(PARTS).filter(([name]) => values.only?.includes(name) ?? true)
/** Of a smoke run the figures do not count, so that its parts may share the machine. */
const together = effort === 'smoke' ? 2 : 1

async function runParts(label: string): Promise<Section[]> {
  const sections: Section[] = []
  const waiting = parts.entries()
  const work = async () => {
    for (const [at, [, [title, script]]] of waiting) {
      const started = performance.now()
      const results = await runPart(script, effort)
      sections[at] = { title, results }
      console.error(`${title}${label}: ${Math.round((performance.now() - started) / 1000)} s`)
    }
  }
  await Promise.all(Array.from({ length: together }, work))
  return sections
}

const runs: Section[][] = []
for (let run = 1; run <= count; run += 1) {
  runs.push(await runParts(count === 1 ? '' : ` (${run} of ${count})`))
}
const sections = mergeRuns(runs)
if (effort !== 'smoke') printSections(sections)

if (values.json !== undefined) {
  const machine = await describeSurroundings()
  const written = { machine, date: new Date(), runs: count, sections }
  writeFileSync(values.json, `${JSON.stringify(written, null, 2)}\n`)
}
if (values.markdown) {
  const about = `Medians of ${count} ${effort} runs. ${await describeSurroundings()}`
  await writeResultsPage(about, sections)
}
