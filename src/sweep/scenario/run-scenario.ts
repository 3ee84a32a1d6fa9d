import type { PusherFake } from '../../app/pusher-fake.ts'
import type { PusherClass } from '../../browser/pusher-runtime.ts'
import type { Realm } from '../../browser/realm/realm.ts'
import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { openFake, type PusherFakeFixtureOptions } from '../../fixture/test-fake.ts'
import { loadSecretBox } from '../../server/channels/with-secret-box.ts'
import type { FrameRecord } from '../../server/log/frame-log.ts'
import type { JournalEntry } from '../../server/log/journal-entry.ts'
import { applyPlan } from '../plan/apply-plan.ts'
import { missedError } from '../plan/missed.ts'
import { type Plan, printPlan } from '../plan/plan.ts'
import { type Until, until } from './until.ts'
import { VirtualTime } from './virtual-time.ts'

/** What a scenario is given for one run. */
export interface ScenarioRun {
  /** The Pusher service of this run alone. The clients that the run makes end with it. */
  readonly fake: PusherFake
  /** Waits in the time of the scenario. */
  readonly until: Until
  /** The plan of the run as text; empty for the one without faults. */
  readonly plan: string
}

/** Starts an app, lets things happen, and throws when what should be is not. */
export type Scenario = (run: ScenarioRun) => Promise<void> | void

/** Where and how scenarios run. */
export interface ScenarioOptions {
  /** Options of the fake of each run, as those of a test. */
  readonly pusherFakeOptions?: PusherFakeFixtureOptions
  /**
   * `virtual` stands in for the timers and the date of the realm: time goes on to the next timer as soon as
   * nothing else happens. `real` waits, for a scenario that needs more than timers, as a server.
   *
   * @default 'virtual'
   */
  readonly time?: 'virtual' | 'real'
  /** Milliseconds of the scenario's time after which it has failed. @default 60000 */
  readonly timeout?: number
}

/** How a run went. */
export interface RanScenario {
  readonly plan: Plan
  /** What it threw; undefined when the plan held. */
  readonly error: Error | undefined
  /** The faults of the plan that have not come about. */
  readonly missed: Plan
  readonly missedError: PusherFakeError | undefined
  readonly frames: readonly FrameRecord[]
  readonly journal: readonly JournalEntry[]
}

const DEFAULT_TIMEOUT = 60_000

/** What a fake loads when it first needs it: that takes real time, and a scenario's own goes on meanwhile. */
const loadWhatAnswers = () =>
  Promise.all([
    import('../../auth/authorizer.ts'),
    import('../../rest/router.ts'),
    import('../../server/diagnosis/diagnose.ts'),
    loadSecretBox(),
  ])

export async function runScenario(
  scenario: Scenario,
  Pusher: PusherClass,
  plan: Plan,
  { pusherFakeOptions = {}, time = 'virtual', timeout = DEFAULT_TIMEOUT }: ScenarioOptions,
): Promise<RanScenario> {
  await loadWhatAnswers()
  const virtual = time === 'virtual' ? new VirtualTime() : undefined
  try {
    const { fake, end } = openFake(
      globalThis as Realm,
      Pusher,
      { logger: false, ...pusherFakeOptions, ...(virtual && { clock: virtual.clock }) },
      () => false,
    )
    const applied = applyPlan(fake, plan)
    const work = Promise.resolve().then(() => scenario({ fake, until, plan: printPlan(plan) }))
    const failure = await failureOf(work, timeout, virtual)
    applied.stop()
    const [frames, journal, missed] = [fake.frames(), fake.journal(), applied.missed()]
    const missing = missed.length === 0 ? undefined : missedError('sweep', missed, fake)
    const outcome = { name: '', ...(failure !== undefined && { failure: failure.message }) }
    const error = await end(() => outcome).then(
      () => failure,
      (reason) => failure ?? toError(reason),
    )
    return { plan, error, missed, missedError: missing, frames, journal }
  } finally {
    virtual?.end()
  }
}

async function failureOf(
  work: Promise<void>,
  timeout: number,
  virtual: VirtualTime | undefined,
): Promise<Error | undefined> {
  const outcome = work.then(() => undefined, toError)
  const isDone =
    virtual === undefined ? await inTime(outcome, timeout) : await virtual.run(outcome, timeout)
  if (isDone) return outcome
  return new PusherFakeError(
    'timeout',
    `The scenario did not end within ${timeout} ms of its time: something that it awaits never comes. Await it with until(), which says what.`,
  )
}

async function inTime(outcome: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false)
  })
  const isDone = await Promise.race([outcome.then(() => true), late])
  clearTimeout(timer)
  return isDone
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
