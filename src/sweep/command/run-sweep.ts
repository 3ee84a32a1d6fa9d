import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { CliError } from '../../command-line/cli-error.ts'
import { type BrokenTest, describeBroken } from './broken-test.ts'
import { frameTable } from './frame-table.ts'
import { jsonResult, junitResult } from './result-files.ts'
import { runTests } from './run-tests.ts'
import { parseSweepCommand, SWEEP_HELP, type SweepCommand } from './sweep-options.ts'
import { sweepTests, type TestSweep } from './sweep-tests.ts'

/** The world that `sweep` runs in. */
export interface SweepCommandHost {
  /** Those after `sweep`. */
  readonly args: readonly string[]
  write(text: string): void
  writeError(text: string): void
  /** Whether somebody sees the progress, which then stays in one line. */
  readonly interactive: boolean
}

const HELD = 0
const BROKEN = 1
const MISUSE = 2

/** Runs `sweep` to its end. @returns the exit code, as its help says */
export async function runSweep(host: SweepCommandHost): Promise<number> {
  try {
    const options = parseSweepCommand(host.args)
    if (options === 'help') {
      host.write(SWEEP_HELP)
      return HELD
    }
    const tests = await inFolder((folder) => sweepIn(folder, options, host))
    const found = tests.flatMap((test) => test.broken.map((outcome) => ({ test, outcome })))
    const broken = await Promise.all(
      found.map(({ test, outcome }) => describeBroken(test, outcome, options)),
    )
    host.write(report(tests, broken, options))
    if (options.json !== undefined)
      await writeFile(options.json, jsonResult(options, tests, broken))
    if (options.junit !== undefined) await writeFile(options.junit, junitResult(tests))
    return broken.length === 0 ? HELD : BROKEN
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    host.writeError(`pusher-js-fake sweep: ${error.message}\n`)
    return MISUSE
  }
}

function sweepIn(
  folder: string,
  options: SweepCommand,
  { writeError, interactive }: SweepCommandHost,
): Promise<TestSweep[]> {
  let runs = 0
  writeError(`Running the tests without faults: ${options.command.join(' ')}\n`)
  return sweepTests(options, {
    run(plan) {
      runs += 1
      return runTests(options.command, join(folder, String(runs)), plan)
    },
    progress(done, of, plan, breaks) {
      const line = `${done} of ${of} plans: ${plan} ${breaks ? 'BROKEN' : 'held'}`
      if (!interactive) writeError(`${line}\n`)
      else writeError(`\r\u001b[K${line}${done === of ? '\n' : ''}`)
    },
  })
}

function report(
  tests: readonly TestSweep[],
  broken: readonly BrokenTest[],
  { kinds }: SweepCommand,
): string {
  const tables = tests.map((test) => `\n${titleOf(test)}\n${frameTable(test, kinds)}\n`)
  const plans = tests.reduce((sum, { outcomes }) => sum + outcomes.length, 0)
  const sum = `\n${plans} plans for ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}, ${broken.length === 0 ? 'all held' : `${broken.length} broken`}\n`
  return [...tables, ...broken.map(describe), sum].join('')
}

function describe({ test, plan, failure, lines, again, timeline }: BrokenTest): string {
  const message = failure.split('\n').slice(0, 6)
  return [
    '',
    `BROKEN by ${plan}: ${titleOf(test)}`,
    ...message.map((line) => `  ${line}`),
    ...lines,
    `  Again:    ${again}`,
    `  Timeline: ${timeline}`,
    '',
  ].join('\n')
}

function titleOf({ name, file }: TestSweep): string {
  return file === undefined ? name : `${relative(process.cwd(), file)}: ${name}`
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'pusher-sweep-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
