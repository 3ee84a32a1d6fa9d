import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { CliError } from '../../command-line/cli-error.ts'
import { parseFlags } from '../../command-line/parse-flags.ts'
import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { parseKind } from '../plan/parse-plan.ts'
import { DEFAULT_KINDS, type PlanChoice } from '../search/plans-of.ts'

/** What `sweep` is asked to do. */
export interface SweepCommand extends PlanChoice {
  /** The command that runs the tests, at least one word. */
  readonly command: readonly string[]
  readonly kinds: readonly string[]
  readonly seed: number
  readonly bail: boolean
  /** How many runs at a time. */
  readonly jobs: number
  readonly json?: string
  readonly junit?: string
  /** Folder of the timelines. */
  readonly output: string
}

const OPTIONS = {
  kinds: { type: 'string' },
  seed: { type: 'string' },
  max: { type: 'string' },
  jobs: { type: 'string', short: 'j' },
  bail: { type: 'boolean' },
  json: { type: 'string' },
  junit: { type: 'string' },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h' },
} as const

const DEFAULT_OUTPUT = 'pusher-sweep'

export const SWEEP_HELP: string = `Usage: pusher-js-fake sweep [options] -- COMMAND

Runs the tests of COMMAND once as they are, counts the frames of each test, and runs them again with a fault at each
frame: npx pusher-js-fake sweep -- npx playwright test notification.spec.ts. A test that fails under a fault
has found a bug, or asks for a fault less: see --kinds.

      --kinds LIST     which faults, separated by commas: ${DEFAULT_KINDS.join(',')} is the default;
                       disconnect takes a close code, disconnect(4200)
      --max N          so many plans for a test: a choice of the faults, or pairs of them besides
      --seed N         chooses another way (default 1)
  -j, --jobs N         runs at a time (default: half of the processors, at least 2; 1 for a command that is
                       neither vitest, jest nor playwright itself)
      --bail           end at the first plan that breaks a test
      --json FILE      write the result as JSON
      --junit FILE     write it as JUnit's XML
  -o, --output DIR     where timelines of what broke are written (default ${DEFAULT_OUTPUT})
  -h, --help           print this

Exit codes: 0 every plan held; 1 a plan broke a test; 2 wrong usage, or the tests fail without faults, or have no
frames.
`

/** @throws CliError with one line that says what is wrong */
export function parseSweepCommand(args: readonly string[]): 'help' | SweepCommand {
  const end = args.indexOf('--')
  const given = end === -1 ? args : args.slice(0, end)
  const { values } = parseFlags({ args: [...given], options: OPTIONS })
  if (values.help) return 'help'
  const command = end === -1 ? [] : args.slice(end + 1)
  if (command.length === 0) {
    throw new CliError(
      'Write the command that runs the tests behind --, as: sweep -- npx vitest run orders.test.ts',
    )
  }
  const { bail = false, json, junit, output = DEFAULT_OUTPUT } = values
  const max = countOf('--max', values.max)
  return {
    command,
    kinds: kindsOf(values.kinds),
    seed: seedOf(values.seed),
    bail,
    jobs: countOf('--jobs', values.jobs) ?? jobsFor(command),
    output,
    ...(max !== undefined && { max }),
    ...(json !== undefined && { json }),
    ...(junit !== undefined && { junit }),
  }
}

/** The test runner that a command starts by its name. */
export function runnerOf(command: readonly string[]): 'vitest' | 'jest' | 'playwright' | undefined {
  const names = command.map((word) => basename(word).replace(/\.(?:c?js|mjs|cmd)$/, ''))
  return (['vitest', 'jest', 'playwright'] as const).find((name) => names.includes(name))
}

/** Runs of a command that nobody knows might get in each other's way. */
function jobsFor(command: readonly string[]): number {
  if (runnerOf(command) === undefined) return 1
  return Math.max(2, Math.floor(availableParallelism() / 2))
}

function kindsOf(text: string | undefined): readonly string[] {
  if (text === undefined) return DEFAULT_KINDS
  const kinds = text.split(',').map((kind) => kind.trim())
  try {
    for (const kind of kinds) parseKind(kind)
  } catch (error) {
    if (error instanceof PusherFakeError) throw new CliError(`--kinds: ${error.message}`)
    throw error
  }
  return kinds
}

function seedOf(text = '1'): number {
  const seed = Number(text)
  if (text.trim() !== '' && Number.isInteger(seed)) return seed
  throw new CliError(`--seed must be a whole number, got "${text}"`)
}

function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new CliError(`${option} must be a whole number from 1, got "${text}"`)
}
