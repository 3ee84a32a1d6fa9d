import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import CoverageReporter, {
  type CoverageData,
  type EventCoverage,
  mergeCoverage,
} from 'pusher-js-fake/coverage'
import { describe, expect, test } from 'vitest'
import { runCoverage } from '../../src/coverage/coverage-command.ts'
import { coveragePage } from '../../src/coverage/coverage-page.ts'
import { coverageTable } from '../../src/coverage/coverage-table.ts'

function row(channel: string, event: string, known: Partial<EventCoverage> = {}): EventCoverage {
  const sent = { test: 0, backend: 0, client: 0 }
  return { channel, event, declared: false, bound: false, sent, heard: 0, ...known }
}

const data = (...events: EventCoverage[]): CoverageData => ({ version: 1, events })
const sent = { test: 1, backend: 0, client: 0 }

const ONE = data(
  row('private-user-*', 'renamed', { declared: true }),
  row('private-user-1', 'renamed', { bound: true, sent, heard: 1 }),
  row('orders', 'created', { bound: true }),
)
const TWO = data(
  row('private-user-2', 'renamed', { bound: true, sent, heard: 2 }),
  row('orders', 'created', { bound: true, sent: { test: 0, backend: 1, client: 0 } }),
  row('shop-1', 'opened', { sent }),
  row('*', 'created', { bound: true }),
  row('*', 'closed', { bound: true }),
)

describe('merging', () => {
  test('adds up by declared pattern, whatever the order', () => {
    const expected = [
      row('*', 'closed', { bound: true }),
      row('orders', 'created', { bound: true, sent: { test: 0, backend: 1, client: 0 } }),
      row('private-user-*', 'renamed', {
        declared: true,
        bound: true,
        sent: { test: 2, backend: 0, client: 0 },
        heard: 3,
      }),
      row('shop-1', 'opened', { sent }),
    ]
    expect(mergeCoverage([ONE, TWO]).events).toEqual(expected)
    expect(mergeCoverage([TWO, ONE]).events).toEqual(expected)
    expect(mergeCoverage([mergeCoverage([TWO]), ONE]).events).toEqual(expected)
  })

  test('counts by patterns that are given', () => {
    const { events } = mergeCoverage([TWO], ['shop-*'])
    expect(events.map(({ channel }) => channel)).toContain('shop-*')
  })
})

test('the table says what is missing', () => {
  const table = coverageTable(mergeCoverage([ONE, TWO]))
  const lines = table.split('\n').map((line) => line.replace(/ {2,}/g, '|'))
  expect(lines[0]).toBe(
    'channel|event|declared|bound by the app|sent by tests|by the backend|by clients|heard',
  )
  expect(lines.slice(2)).toEqual([
    '*|closed|yes|never: no test sends it',
    'orders|created|yes|1|never: sent, but not to who listens',
    'private-user-*|renamed|yes|yes|2|3',
    'shop-1|opened|1|never: not declared, nothing listens',
    '',
    'Events heard: 1 of 3, 33 %',
  ])
})

test('names from outside steer neither terminal nor page', () => {
  const hostile = data(row('\u001b[2Jorders', '<img src=x>', { bound: true }))
  expect(coverageTable(hostile)).not.toContain('\u001b')
  const page = coveragePage(hostile)
  expect(page).not.toContain('<img')
  expect(page).toContain('&#60;img')
})

describe('the command', () => {
  async function run(args: readonly string[]) {
    let output = ''
    let error = ''
    const code = runCoverage({
      args,
      write: (text) => {
        output += text
      },
      writeError: (text) => {
        error += text
      },
    })
    return { code, output, error }
  }

  async function filesOf(...parts: unknown[]): Promise<{ folder: string; files: string[] }> {
    const folder = await mkdtemp(join(tmpdir(), 'pusher-js-fake-'))
    const files = parts.map((_, index) => join(folder, `${index}.json`))
    for (const [index, part] of parts.entries()) {
      await writeFile(files[index] ?? '', JSON.stringify(part))
    }
    return { folder, files }
  }

  test('adds up the shards and holds the whole to the threshold', async () => {
    const { folder, files } = await filesOf(ONE, TWO)
    const output = join(folder, 'whole')
    const passed = await run([...files, '--output', output, '--threshold', '33'])
    expect(passed).toMatchObject({ code: 0, error: '' })
    const failed = await run([...files, '--output', output, '--threshold', '34'])
    expect(failed.code).toBe(1)
    expect(failed.output).toContain(
      'Coverage of events is 33 %, 1 of 3, and the threshold is 34 %.',
    )
    const json = JSON.parse(await readFile(join(output, 'coverage.json'), 'utf8'))
    expect(json).toMatchObject({ version: 1, summary: { total: 3, heard: 1, percent: 33 } })
    expect(await readFile(join(output, 'index.html'), 'utf8')).toContain('private-user-*')
  })

  test.each([
    [[], /coverage needs files/],
    [['missing.json'], /ENOENT/],
    [['--threshold', 'much', 'x.json'], /--threshold must be a number, got "much"/],
    [['--threshold', '101', 'x.json'], /"threshold" must be a number between 0 and 100/],
    [['--treshold', '1', 'x.json'], /Unknown option '--treshold'. Write --threshold./],
  ])('%j is refused in one line', async (args, message) => {
    const { code, error } = await run(args)
    expect(code).toBe(2)
    expect(error).toMatch(message)
    expect(error.trim().split('\n')).toHaveLength(1)
  })

  test('a file of something else is named', async () => {
    const { files } = await filesOf({ version: 2, events: [] }, { version: 1, events: [{}] })
    for (const file of files)
      expect((await run([file])).error).toContain(`${file} is no coverage.json`)
  })
})

test('options are checked, and those that runners add are not ours', () => {
  const make = (options: object) => () => new CoverageReporter(options)
  expect(make({ threshold: 80, configDir: '/', _mode: 'test' })).not.toThrow()
  expect(make({ treshold: 80 })).toThrow('write "threshold"')
  expect(() => new CoverageReporter({ rootDir: '/' }, { threshold: -1 })).toThrow(
    'between 0 and 100',
  )
})
