import { CliError } from '../../command-line/cli-error.ts'
import type { FrameRecord } from '../../server/log/frame-log.ts'
import type { JournalEntry } from '../../server/log/journal-entry.ts'
import { type SweptFrame, sweptFrames } from '../plan/frame-text.ts'
import { type Plan, printPlan } from '../plan/plan.ts'
import type { TestReport } from '../plan/test-report.ts'
import { plansOf } from '../search/plans-of.ts'
import { remembering, shrink } from '../search/shrink.ts'
import type { TestRun } from './run-tests.ts'
import type { SweepCommand } from './sweep-options.ts'

/** How a test went under a plan; `missed` where nothing of the plan came about. */
export type TestVerdict = 'held' | 'broken' | 'missed'

/** A test under one plan. */
export interface TestOutcome {
  readonly plan: Plan
  readonly verdict: TestVerdict
  /** Why it broke. */
  readonly failure?: string
  readonly frames: readonly FrameRecord[]
  readonly journal: readonly JournalEntry[]
}

/** A test, and all that became of it. */
export interface TestSweep {
  readonly name: string
  readonly file?: string
  /** Without faults. */
  readonly frames: readonly SweptFrame[]
  readonly outcomes: TestOutcome[]
  /** The smallest plans that break it, of the first that did. */
  readonly broken: TestOutcome[]
}

/** Runs the tests under plans. */
export interface SweepHost {
  run(plan: string | undefined): Promise<TestRun>
  /** So many of all plans are done. */
  progress(done: number, of: number, plan: string, breaks: boolean): void
}

/** Broken plans that are shrunk; the others are given as they are. */
const SHRUNK = 5
/** Lines of output that a message shows. */
const SHOWN_LINES = 30

interface Swept {
  readonly key: string
  readonly test: TestSweep
  readonly plans: readonly Plan[]
}

/** @throws CliError when the tests fail without faults, or have no frames */
export async function sweepTests(options: SweepCommand, host: SweepHost): Promise<TestSweep[]> {
  const swept = begin(await host.run(undefined), options)
  const plans = new Map(
    swept.flatMap(({ plans: own }) => own.map((plan) => [printPlan(plan), plan])),
  )
  const run = remembering((plan) => host.run(printPlan(plan)))
  let done = 0
  let stopped = false
  await atATime(options.jobs, [...plans.values()], async (plan) => {
    if (stopped) return
    const result = await run(plan)
    const concerned = swept.filter((each) => has(each, plan))
    const breaks = concerned.some(({ key }) => outcomeOf(key, plan, result).verdict === 'broken')
    done += 1
    stopped ||= breaks && options.bail
    for (const { key, test } of concerned) test.outcomes.push(outcomeOf(key, plan, result))
    host.progress(done, plans.size, printPlan(plan), breaks)
  })
  // Alone, so that nothing that runs beside it is to blame; and it must break twice.
  const alone = remembering((plan) => host.run(printPlan(plan)))
  for (const each of swept) await settle(each, alone, options)
  return swept.map(({ test }) => test)
}

function begin(plain: TestRun, options: SweepCommand): Swept[] {
  const reports = [...plain.reports]
  const failed = reports.find(([, { failure }]) => failure !== undefined)
  if (plain.exitCode !== 0 || failed !== undefined) {
    throw new CliError(
      `The tests fail without any fault, so that no fault can say anything. The end of what they printed:\n\n${tail(plain.output)}`,
    )
  }
  const swept = reports.flatMap(([key, { name, file, frames: recorded }]) => {
    const frames = sweptFrames(recorded)
    if (frames.length === 0) return []
    const test = { name, ...(file !== undefined && { file }), frames, outcomes: [], broken: [] }
    return [{ key, test, plans: plansOf(frames, options) }]
  })
  if (swept.length > 0) return swept
  throw new CliError(
    `No test with frames: ${reports.length === 0 ? "none reported a fake. Tests have one by the fixtures of pusher-js-fake/playwright, /vitest and /jest, in Node; Vitest's browser mode is not swept" : 'the clients of the app did not connect'}. The end of what they printed:\n\n${tail(plain.output)}`,
  )
}

/** Confirms what broke, in the order of the frames, and shrinks the first of it. */
async function settle(
  { key, test, plans }: Swept,
  alone: (plan: Plan) => Promise<TestRun>,
  { bail }: SweepCommand,
): Promise<void> {
  const order = plans.map(printPlan)
  const placeOf = ({ plan }: TestOutcome) => order.indexOf(printPlan(plan))
  test.outcomes.sort((a, b) => placeOf(a) - placeOf(b))
  const breaks = async (plan: Plan) => outcomeOf(key, plan, await alone(plan)).verdict === 'broken'
  for (const [index, { plan, verdict }] of test.outcomes.entries()) {
    if (verdict !== 'broken') continue
    const again = outcomeOf(key, plan, await alone(plan))
    test.outcomes[index] = again
    if (again.verdict !== 'broken') continue
    const smallest: Plan = test.broken.length < SHRUNK ? await shrink(plan, breaks) : plan
    const found = outcomeOf(key, smallest, await alone(smallest))
    const isNew = test.broken.every((each) => printPlan(each.plan) !== printPlan(smallest))
    if (isNew) test.broken.push(found)
    if (bail) return
  }
}

function outcomeOf(key: string, plan: Plan, { reports, exitCode, output }: TestRun): TestOutcome {
  const report = reports.get(key)
  const { frames = [], journal = [] } = report ?? {}
  const failure = failureOf(report, reports, exitCode, output)
  if (failure !== undefined) return { plan, verdict: 'broken', failure, frames, journal }
  const isMissed = report === undefined || report.missed.length === plan.length
  return { plan, verdict: isMissed ? 'missed' : 'held', frames, journal }
}

function failureOf(
  report: TestReport | undefined,
  reports: TestRun['reports'],
  exitCode: number,
  output: string,
): string | undefined {
  if (report?.failure !== undefined) return report.failure
  // Where another test is to blame, its own report says so.
  const isExplained = [...reports.values()].some(({ failure }) => failure !== undefined)
  if (exitCode === 0 || (report !== undefined && isExplained)) return undefined
  const what = report === undefined ? 'It was not reported' : 'It passed'
  return `${what}, and the command ended with ${exitCode}:\n${tail(output)}`
}

function has({ plans }: Swept, plan: Plan): boolean {
  const text = printPlan(plan)
  return plans.some((each) => printPlan(each) === text)
}

async function atATime<Item>(
  count: number,
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: count }, worker))
}

function tail(output: string): string {
  return output.split('\n').slice(-SHOWN_LINES).join('\n')
}
