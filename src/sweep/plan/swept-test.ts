import type { PusherApp } from '../../app/pusher-app.ts'
import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { systemClock } from '../../server/clock.ts'
import { type AppliedPlan, applyPlan } from './apply-plan.ts'
import { missedError } from './missed.ts'
import { parsePlan } from './parse-plan.ts'
import { type Plan, printFault } from './plan.ts'
import { REPORT_VARIABLE, type TestReport, writeReport } from './test-report.ts'

/** The variable of the environment that has the plan of a run. */
export const PLAN_VARIABLE = 'PUSHER_FAKE_FAULT'

/** Which test it is, as its runner says at its end. */
export interface TestOutcome {
  /** Its full name. */
  readonly name: string
  readonly file?: string
  /** Why it has failed by itself; undefined when it has not. */
  readonly failure?: string
}

/** What the environment asks of the tests of a run. */
export interface SweptRun {
  readonly plan?: { readonly text: string; readonly faults: Plan }
  /** Where each test reports. */
  readonly folder?: string
}

/** @throws PusherFakeError `invalid_plan` */
export function readRun(): SweptRun {
  const { env = {} } = globalThis.process ?? {}
  const [text, folder] = [env[PLAN_VARIABLE], env[REPORT_VARIABLE]]
  const report = folder ? { folder } : {}
  if (!text) return report
  try {
    return { ...report, plan: { text, faults: parsePlan(text) } }
  } catch (error) {
    if (error instanceof PusherFakeError) error.message += ` It comes from ${PLAN_VARIABLE}.`
    throw error
  }
}

/** One test of a run, whatever its runner; without a plan it changes nothing. */
export class SweptTest {
  readonly #fake: PusherApp
  readonly #run: SweptRun
  readonly #applied: AppliedPlan | undefined

  constructor(fake: PusherApp, run: SweptRun) {
    this.#fake = fake
    this.#run = run
    if (run.plan !== undefined) this.#applied = applyPlan(fake, run.plan.faults)
  }

  /**
   * Ends it around the end of the test itself.
   *
   * @param outcome called after `end`
   * @throws PusherFakeError `fault_missed` when the test has not failed by itself; what `end` throws
   */
  async around(end: () => Promise<void>, outcome: () => TestOutcome): Promise<void> {
    this.#applied?.stop()
    const [frames, journal] = [this.#fake.frames(), this.#fake.journal()]
    let error: unknown
    await end().catch((reason: unknown) => {
      error = reason
    })
    const { failure = error === undefined ? undefined : textOf(error), ...test } = outcome()
    const { plan, folder } = this.#run
    const missed = this.#applied?.missed() ?? []
    if (folder !== undefined) {
      const report: TestReport = {
        ...test,
        time: systemClock.now(),
        ...(failure !== undefined && { failure }),
        ...(plan !== undefined && { plan: plan.text }),
        missed: missed.map(printFault),
        frames,
        journal,
      }
      writeReport(folder, report)
    } else if (error === undefined && failure === undefined && missed.length > 0) {
      error = missedError(`${PLAN_VARIABLE}="${plan?.text}"`, missed, this.#fake)
    }
    if (error !== undefined) throw error
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
