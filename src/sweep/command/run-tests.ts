import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { normalizeSpawnCommand } from 'tinyexec'
import { CliError } from '../../command-line/cli-error.ts'
import { PLAN_VARIABLE } from '../plan/swept-test.ts'
import { REPORT_VARIABLE, type TestReport } from '../plan/test-report.ts'
import { runnerOf } from './sweep-options.ts'

/** How a run of the tests went. */
export interface TestRun {
  readonly exitCode: number
  /** The end of what it printed. */
  readonly output: string
  /** By test, the last of each: a retry counts. */
  readonly reports: ReadonlyMap<string, TestReport>
}

/** Characters of the output that are kept. */
const KEPT = 20_000

/** Runs the command in a folder of its own for reports, under a plan or none. @throws CliError */
export async function runTests(
  command: readonly string[],
  folder: string,
  plan: string | undefined,
): Promise<TestRun> {
  await mkdir(folder, { recursive: true })
  try {
    const results = join(folder, 'runner')
    // Playwright empties its folder at the start, which may be that of a run beside this one.
    const own = runnerOf(command) === 'playwright' ? ['--output', results] : []
    const { exitCode, output } = await run([...command, ...own], environment(folder, plan))
    return { exitCode, output, reports: await readReports(folder) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A test's name and file in one. */
function testKey({ file = '', name }: Pick<TestReport, 'file' | 'name'>): string {
  return `${file}\n${name}`
}

function environment(folder: string, plan: string | undefined): NodeJS.ProcessEnv {
  const { [PLAN_VARIABLE]: _, FORCE_COLOR: __, ...others } = process.env
  return {
    ...others,
    [REPORT_VARIABLE]: folder,
    ...(plan !== undefined && { [PLAN_VARIABLE]: plan }),
    NO_COLOR: '1',
    PLAYWRIGHT_HTML_OPEN: 'never',
    PLAYWRIGHT_HTML_OUTPUT_DIR: join(folder, 'html'),
  }
}

function run(
  [name = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    // No input, so that a runner does not watch files.
    const child = spawnPiped(name, args, env)
    let output = ''
    const keep = (chunk: unknown) => {
      output = (output + String(chunk)).slice(-KEPT)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', ({ message }) => reject(new CliError(`Cannot start "${name}": ${message}`)))
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, output: stripVTControlCharacters(output).trim() })
    })
  })
}

/** On Windows by way of its shell, with each argument quoted for it; elsewhere as it is. */
function spawnPiped(
  name: string,
  given: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcessByStdio<null, Readable, Readable> {
  const { command, args, options } = normalizeSpawnCommand(name, given, { env })
  return spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function readReports(folder: string): Promise<ReadonlyMap<string, TestReport>> {
  const reports = new Map<string, TestReport>()
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const read = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as TestReport),
  )
  for (const report of read.toSorted((a, b) => a.time - b.time)) {
    reports.set(testKey(report), report)
  }
  return reports
}
