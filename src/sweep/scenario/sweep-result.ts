import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import type { FrameRecord } from '../../server/log/frame-log.ts'
import type { JournalEntry } from '../../server/log/journal-entry.ts'
import type { SweptFrame } from '../plan/frame-text.ts'
import { type Plan, printFault, printPlan } from '../plan/plan.ts'
import { frameLines } from '../search/frame-lines.ts'
import type { RanScenario } from './run-scenario.ts'

/** How one plan went. */
export interface SweepOutcome {
  readonly plan: string
  readonly held: boolean
  /** Its faults that have not come about, as when an earlier one let the scenario go another way. */
  readonly missed: readonly string[]
}

/** A plan under which the scenario threw. */
export interface BrokenPlan {
  /** The plan that was run. */
  readonly plan: string
  /** The smallest that breaks as well: run it again by `sweep(scenario, { plans: [smallest] })`. */
  readonly smallest: string
  /** What the scenario threw under the smallest. */
  readonly error: Error
  /** What happened around the fault, a line for each frame. */
  readonly lines: readonly string[]
  /** For `renderTimeline`. */
  readonly frames: readonly FrameRecord[]
  /** For `renderTimeline`. */
  readonly journal: readonly JournalEntry[]
}

/** What a sweep has found. */
export interface SweepResult {
  /** The frames of the run without faults. */
  readonly frames: readonly SweptFrame[]
  /** Every plan, in the order in which they ran. */
  readonly outcomes: readonly SweepOutcome[]
  /** Those that broke; of several that shrink to one plan the first. */
  readonly broken: readonly BrokenPlan[]
  /** @throws PusherFakeError `sweep_broken` that shows the first broken plans */
  assertHeld(): void
}

/** Broken plans that a message shows. */
const SHOWN = 3

export function brokenPlan(
  plan: Plan,
  { plan: smallest, error, frames, journal }: RanScenario,
  plain: readonly SweptFrame[],
): BrokenPlan {
  return {
    plan: printPlan(plan),
    smallest: printPlan(smallest),
    error: error ?? new Error('It held when it was run again.'),
    lines: frameLines(smallest, plain, frames),
    frames,
    journal,
  }
}

export function sweepResult(
  frames: readonly SweptFrame[],
  ran: readonly RanScenario[],
  found: readonly BrokenPlan[],
): SweepResult {
  const broken = found.filter(
    ({ smallest }, index) => found.findIndex((other) => other.smallest === smallest) === index,
  )
  return {
    frames,
    outcomes: ran.map(({ plan, error, missed }) => ({
      plan: printPlan(plan),
      held: error === undefined,
      missed: missed.map(printFault),
    })),
    broken,
    assertHeld() {
      if (broken.length > 0) throw brokenError(broken, ran.length)
    },
  }
}

function brokenError(broken: readonly BrokenPlan[], ran: number): PusherFakeError {
  const [shown, others] = [broken.slice(0, SHOWN), broken.slice(SHOWN)]
  const parts = [`${broken.length} of ${ran} plans broke the scenario.`, ...shown.map(describe)]
  if (others.length > 0) parts.push(`Also: ${others.map(({ smallest }) => smallest).join(', ')}`)
  return new PusherFakeError('sweep_broken', parts.join('\n\n'))
}

function describe({ smallest, error, lines }: BrokenPlan): string {
  return [
    `${smallest}: ${error.message}`,
    ...lines,
    `Again: sweep(scenario, { plans: ['${smallest}'] })`,
  ].join('\n')
}
