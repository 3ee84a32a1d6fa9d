import { readFileSync } from 'node:fs'
import { CliError } from '../command-line/cli-error.ts'
import { parseFlags } from '../command-line/parse-flags.ts'
import { PusherFakeError, untagged } from '../errors/pusher-fake-error.ts'
import { parseJson } from '../protocol/json.ts'
import { type CoverageData, isCoverageData } from './collect/coverage-data.ts'
import { type CoverageOptions, coverageOptions } from './coverage-options.ts'
import { writeCoverage } from './write-coverage.ts'

/** The world that the command runs in. */
export interface CoverageHost {
  readonly args: readonly string[]
  write(text: string): void
  writeError(text: string): void
}

export const COVERAGE_HELP: string = `Usage: pusher-js-fake coverage FILE... [options]

Adds up the coverage.json of several runs, as of the shards of a test suite, and reports the whole.

      --threshold PERCENT  fail when fewer of the events are heard
      --output DIR         where the report is written (default pusher-coverage)
      --channels PATTERNS  patterns by which channels are counted, separated by commas
  -h, --help               print this
`

const MISUSE = 2

/** What the command is asked to do. */
export interface CoverageCommand {
  readonly files: readonly string[]
  readonly options: CoverageOptions
}

/** @throws CliError with one line that says what is wrong */
export function parseCoverageCommand(args: readonly string[]): CoverageCommand | 'help' {
  const { values, positionals } = parse(args)
  if (values.help === true) return 'help'
  if (positionals.length === 0)
    throw new CliError('coverage needs files: coverage.json of each run')
  const { threshold, output, channels } = values
  const given = {
    ...(threshold !== undefined && { threshold: numberOf(threshold) }),
    ...(output !== undefined && { outputDir: output }),
    ...(channels !== undefined && { channels: channels.split(',') }),
  }
  return { files: positionals, options: coverageOptions(given, undefined) }
}

/** @returns the exit code: 0, 1 below the threshold, 2 for what it cannot do */
export function runCoverage({ args, write, writeError }: CoverageHost): number {
  try {
    const command = parseCoverageCommand(args)
    if (command === 'help') {
      write(COVERAGE_HELP)
      return 0
    }
    const failure = writeCoverage(command.files.map(readPart), command.options, write)
    return failure === undefined ? 0 : 1
  } catch (error) {
    const isOurs = error instanceof CliError || error instanceof PusherFakeError
    if (!isOurs) throw error
    writeError(`pusher-js-fake: ${untagged(error.message)}\n`)
    return MISUSE
  }
}

function parse(args: readonly string[]) {
  return parseFlags({
    args: [...args],
    allowPositionals: true,
    options: {
      threshold: { type: 'string' },
      output: { type: 'string' },
      channels: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
}

function numberOf(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number)) return number
  throw new CliError(`--threshold must be a number, got "${text}"`)
}

function readPart(path: string): CoverageData {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error))
  }
  const parsed = parseJson(text)
  if (parsed.ok && isCoverageData(parsed.value)) return parsed.value
  throw new CliError(`${path} is no coverage.json of this version`)
}
