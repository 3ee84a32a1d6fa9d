import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { runChild } from './child.ts'
import { printSections, toMarkdown } from './report.ts'
import type { Section } from './result.ts'

// npm run bench -- [--quick] [--only NAME] [--json FILE] [--markdown FILE]
// A Markdown file has its results between <!-- results --> and <!-- /results -->.

const PARTS = {
  node: ['In Node', 'environments/node.ts'],
  jsdom: ['In jsdom', 'environments/jsdom.ts'],
  chromium: ['In a page (Chromium)', 'environments/chromium.ts'],
  playwright: [
    'From the test process to a page (Playwright, Chromium)',
    'environments/playwright.ts',
  ],
  fixture: ['What the Playwright fixture adds', 'sections/fixture.ts'],
  rest: ['REST', 'sections/rest.ts'],
  contracts: ['Contracts', 'sections/contracts.ts'],
  growth: ['Growth of the engine', 'sections/growth.ts'],
  memory: ['Memory', 'sections/memory.ts'],
  import: ['Import', 'sections/import-time.ts'],
  load: ['The command under load', 'sections/load.ts'],
} as const satisfies Record<string, readonly [title: string, script: string]>

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
})
const names = Object.keys(PARTS)
const unknown = values.only?.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`--only ${unknown}: expected one of ${names.join(', ')}`)

const sections: Section[] = []
for (const [name, [title, script]] of Object.entries(PARTS)) {
  if (values.only !== undefined && !values.only.includes(name)) continue
  console.error(`… ${title}`)
  sections.push({ title, results: await runChild(script, values.quick, ['--expose-gc']) })
}
printSections(sections)

const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform}`
if (values.json !== undefined) {
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, date: new Date(), sections }, null, 2)}\n`,
  )
}
if (values.markdown !== undefined) {
  const page = readFileSync(values.markdown, 'utf8')
  const results = `<!-- results -->\n\n${machine}.\n\n${toMarkdown(sections)}\n\n<!-- /results -->`
  writeFileSync(
    values.markdown,
    page.replace(/<!-- results -->.*<!-- \/results -->/s, () => results),
  )
}
