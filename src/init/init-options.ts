import { resolve } from 'node:path'
import { CliError } from '../command-line/cli-error.ts'
import { parseFlags } from '../command-line/parse-flags.ts'

/** What `init` is asked to do. */
export interface InitOptions {
  /** Writes without a question. */
  readonly yes: boolean
  /** Shows, and writes nothing. */
  readonly dryRun: boolean
  /** What the project's tests use so far, and are to be moved from. */
  readonly from?: 'pusher-js-mock'
  /** The folder to start from, absolute. */
  readonly directory: string
}

const OPTIONS = {
  yes: { type: 'boolean', short: 'y' },
  'dry-run': { type: 'boolean' },
  cwd: { type: 'string' },
  from: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export const INIT_HELP: string = `Usage: pusher-js-fake init [options]

Looks at a project, shows the few lines that set it up, and writes them when you agree: a first test for
Playwright, Vitest and Jest, the Storybook addon, handlers for MSW, a helper for Rails, Laravel and Django. It finds
the app's key, and the folders and names that the tools look for. No file is overwritten.

  -y, --yes        write without asking
      --dry-run    show what would be written, write nothing
      --cwd DIR    the project's folder (default: the current one)
      --from pusher-js-mock
                   move the tests of Jest or Vitest that use it, and list what is left to decide
  -h, --help       print this

Exit codes: 0 written, shown by --dry-run, or nothing to do; 1 nothing was written, because you declined,
because nobody could be asked and --yes was missing, because no tool was found, or because a file could not
be written; 2 wrong usage.
`

/** @throws CliError with one line that says what is wrong */
export function parseInitOptions(args: readonly string[], cwd: string): 'help' | InitOptions {
  const { values } = parseFlags({ args: [...args], options: OPTIONS })
  if (values.help) return 'help'
  const { from } = values
  if (from !== undefined && from !== 'pusher-js-mock') {
    throw new CliError(`--from knows pusher-js-mock alone, got ${JSON.stringify(from)}`)
  }
  return {
    yes: values.yes ?? false,
    dryRun: values['dry-run'] ?? false,
    ...(from !== undefined && { from }),
    directory: resolve(cwd, values.cwd ?? '.'),
  }
}
