import { CliError } from '../command-line/cli-error.ts'
import { INIT_HELP, parseInitOptions } from './init-options.ts'
import { type Project, readProject } from './project.ts'
import { propose, proposeMoving } from './propose.ts'
import { type Style, showNextSteps, showPlan, type Work, workOf } from './show-plan.ts'
import { writePlan } from './write-plan.ts'

/** The world that `init` runs in. */
export interface InitHost {
  /** Those after `init`. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly style: Style
  write(text: string): void
  writeError(text: string): void
  /** Asks a question of yes or no; undefined where nobody can answer. */
  readonly confirm?: (question: string) => Promise<boolean>
}

const DONE = 0
const NOT_WRITTEN = 1
const MISUSE = 2

/** Runs `init` to its end. @returns the exit code, as its help says */
export async function runInit(host: InitHost): Promise<number> {
  try {
    const options = parseInitOptions(host.args, host.cwd)
    if (options === 'help') {
      host.write(INIT_HELP)
      return DONE
    }
    const project = await readProject(options.directory)
    const plan = options.from === undefined ? await propose(project) : proposeMoving(project)
    if (plan.proposals.length === 0) return refuse(host, nothingFound(project))
    const work = workOf(plan)
    host.write(showPlan(project, plan, work, host.style))
    const count = work.files.length + work.edits.length
    const next = showNextSteps(project, plan, host.style)
    if (count === 0) {
      host.write(`${next}\nNothing to do: no file is to be written.\n`)
      return DONE
    }
    if (options.dryRun) {
      host.write(`${next}\nDry run: nothing was written.\n`)
      return DONE
    }
    if (!options.yes) {
      if (host.confirm === undefined) {
        host.write(next)
        return refuse(host, 'Nothing was written: there is nobody to ask. Write it with --yes')
      }
      host.write('\n')
      if (!(await host.confirm(`Write ${count === 1 ? 'this' : `these ${count}`}?`))) {
        host.write('Nothing was written.\n')
        return NOT_WRITTEN
      }
    }
    return await write(host, project, work, next)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    host.writeError(`pusher-js-fake init: ${error.message}\n`)
    return MISUSE
  }
}

async function write(host: InitHost, project: Project, work: Work, next: string): Promise<number> {
  const written = await writePlan(work)
  host.write('\n')
  for (const { path, problem } of written) {
    if (problem === undefined) host.write(`Wrote ${project.show(path)}\n`)
    else host.writeError(`pusher-js-fake init: did not write ${project.show(path)}: ${problem}\n`)
  }
  host.write(next)
  return written.every(({ problem }) => problem === undefined) ? DONE : NOT_WRITTEN
}

function refuse(host: InitHost, why: string): number {
  host.writeError(`pusher-js-fake init: ${why}\n`)
  return NOT_WRITTEN
}

function nothingFound({ root, hasWorkspaces }: Project): string {
  const where = hasWorkspaces
    ? 'Name the package that has one with --cwd'
    : 'Without one, see the recipes for other test runners in the README'
  return `Found no Playwright, Vitest, Jest, Storybook, MSW, Rails, Laravel or Django in ${root}. ${where}`
}
