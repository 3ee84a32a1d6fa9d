import Pusher from 'pusher-js'
import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { isRecord } from '../../protocol/json.ts'
import {
  BOOLEAN,
  checkOptions,
  isListOf,
  isPositive,
  isString,
  MILLISECONDS,
  type Rules,
} from '../../server/check-options.ts'
import { sweptFrames } from '../plan/frame-text.ts'
import { parsePlan } from '../plan/parse-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { type PlanChoice, plansOf } from '../search/plans-of.ts'
import { remembering, shrink } from '../search/shrink.ts'
import {
  type RanScenario,
  runScenario,
  type Scenario,
  type ScenarioOptions,
} from './run-scenario.ts'
import { brokenPlan, type SweepResult, sweepResult } from './sweep-result.ts'

/** Options of `sweep`. */
export interface SweepOptions extends PlanChoice, ScenarioOptions {
  /** These plans instead of those that the scenario's frames suggest, as `disconnect@3 lose@9`. */
  readonly plans?: readonly string[]
  /** Ends at the first plan that breaks. @default false */
  readonly bail?: boolean
}

/** Broken plans that are shrunk; the others are given as they are. */
const SHRUNK = 10

const RULES: Rules<SweepOptions> = {
  kinds: ['a list of kinds, as lose and delay(300)', isListOf(isString)],
  seed: ['a whole number', Number.isInteger],
  max: ['a positive integer', (value) => isPositive(value) && Number.isInteger(value)],
  plans: ['a list of plans, as lose@5', isListOf(isString)],
  bail: BOOLEAN,
  pusherFakeOptions: ['options of a fake', isRecord],
  time: ["'virtual' or 'real'", (value) => value === 'virtual' || value === 'real'],
  timeout: MILLISECONDS,
}

/**
 * Runs a scenario once without faults, which counts its frames, and then once under each plan: a fault at each
 * frame by default. A plan is broken when the scenario throws. For Node and jsdom, with pusher-js; runs follow
 * each other, each with a fake of its own.
 *
 * @throws PusherFakeError `invalid_option`, `invalid_plan`; `sweep_failed` when the scenario fails without faults,
 *   or has no frames; `fault_missed` when nothing of one of the `plans` came about
 *
 * @example
 * const result = await sweep(async ({ fake, until }) => {
 *   const app = startOrders(new Pusher(...fake.pusherOptions()))
 *   await until(() => fake.channel('orders') !== undefined)
 *   backend.add(fake, { id: 1 })
 *   await until(() => app.orders.length === 1)
 * })
 * result.assertHeld()
 */
export async function sweep(scenario: Scenario, options: SweepOptions = {}): Promise<SweepResult> {
  checkOptions(options, RULES, 'sweep')
  if (typeof scenario !== 'function') {
    throw new PusherFakeError('invalid_option', 'sweep: the scenario must be a function.')
  }
  const given = options.plans?.map((plan) => parsePlan(plan))
  const run = remembering((plan) => runScenario(scenario, Pusher, plan, options))
  const plain = await run([])
  const frames = sweptFrames(plain.frames)
  assertPlain(plain, frames.length)
  const ran: RanScenario[] = []
  for (const plan of given ?? plansOf(frames, options)) {
    const outcome = await run(plan)
    const { missed, missedError, error } = outcome
    if (given !== undefined && missed.length === plan.length && missedError) throw missedError
    ran.push(outcome)
    if (options.bail && error !== undefined) break
  }
  const breaks = async (plan: Plan) => (await run(plan)).error !== undefined
  const broken = []
  for (const { plan, error } of ran) {
    if (error === undefined) continue
    const smallest: Plan = broken.length < SHRUNK ? await shrink(plan, breaks) : plan
    broken.push(brokenPlan(plan, await run(smallest), frames))
  }
  return sweepResult(frames, ran, broken)
}

function assertPlain({ error }: RanScenario, frames: number): void {
  if (error !== undefined) {
    throw new PusherFakeError(
      'sweep_failed',
      `sweep: the scenario fails without any fault, so that no fault can say anything: ${error.message}`,
      { cause: error },
    )
  }
  if (frames > 0) return
  throw new PusherFakeError(
    'sweep_failed',
    'sweep: the scenario ended without a frame. Connect a client of pusher-js by fake.pusherOptions(), and await what it is to show.',
  )
}
