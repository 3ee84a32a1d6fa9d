// Each door with the oldest and the newest versions that package.json promises, from the registry.
//   npm run matrix                      all cells
//   npm run matrix -- --only vitest-4   one; may be repeated
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium } from '../find-chromium.ts'
import { findFirefox } from '../find-firefox.ts'
import { MATRIX, type MatrixCell } from './matrix-cells.ts'
import { packPackage, testProject } from './package-project.ts'

interface Row {
  readonly name: string
  readonly result: 'pass' | 'FAIL' | 'skip'
  readonly detail: string
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const cells = values.only === undefined ? MATRIX : values.only.map(findCell)
const browsers = { chromium: (await findChromium()).executablePath, firefox: findFirefox() }

const directory = await mkdtemp(join(tmpdir(), 'pusher-js-fake-tarball-'))
const rows = new Map<string, Row>()
try {
  const tarball = await packPackage(directory)
  // Cells of one project use the same ports, so that they run one after another.
  const waiting = [...Map.groupBy(cells, ({ project }) => project).values()]
  const work = async () => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      for (const cell of group) rows.set(cell.name, await runCell(tarball, cell))
    }
  }
  await Promise.all([work(), work()])
} finally {
  await rm(directory, { recursive: true, force: true })
}

const results = cells.flatMap(({ name }) => rows.get(name) ?? [])
printTable(results)
const count = (result: Row['result']) => results.filter((row) => row.result === result).length
console.log(
  `\nmatrix: ${cells.length} cells, ${count('pass')} passed, ${count('FAIL')} failed, ${count('skip')} skipped`,
)
process.exitCode = count('FAIL') === 0 ? 0 : 1

function findCell(name: string): MatrixCell {
  const cell = MATRIX.find((candidate) => candidate.name === name)
  if (cell !== undefined) return cell
  throw new Error(`No cell "${name}". There are: ${MATRIX.map((each) => each.name).join(', ')}`)
}

async function runCell(tarball: string, cell: MatrixCell): Promise<Row> {
  const { name, browser, versions = {} } = cell
  const path = browser === undefined ? undefined : browsers[browser]
  if (browser !== undefined && path === undefined) {
    return { name, result: 'skip', detail: `no ${browser} on this machine` }
  }
  const begun = performance.now()
  const env = path === undefined ? {} : { CHROMIUM_PATH: path, BROWSER_PATH: path }
  const { passed, installed, output } = await testProject(tarball, {
    ...cell,
    fresh: true,
    env: { ...env, BROWSER: browser === 'firefox' ? 'firefox' : 'chrome' },
  })
  if (!passed) console.error(`\n--- ${name} ---\n${output}`)
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  console.log(`${passed ? 'pass' : 'FAIL'}  ${name}  ${seconds} s`)
  const told = [...new Set(['node', ...Object.keys(versions)])]
  const browserVersion = /^browser: (.+)$/m.exec(output)?.[1]
  const detail = [
    ...told.map((each) => `${each} ${installed[each]}`),
    ...(browserVersion === undefined ? [] : [browserVersion]),
  ]
  return { name, result: passed ? 'pass' : 'FAIL', detail: detail.join(', ') }
}

/** In Markdown, for a job's summary. */
function printTable(table: readonly Row[]): void {
  const width = Math.max(...table.map(({ name }) => name.length))
  console.log(`\n| ${'cell'.padEnd(width)} |      | versions |`)
  console.log(`| ${'-'.repeat(width)} | ---- | -------- |`)
  for (const { name, result, detail } of table) {
    console.log(`| ${name.padEnd(width)} | ${result} | ${detail} |`)
  }
}
