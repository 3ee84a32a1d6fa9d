/**
 * Runs a scenario with a fault at each of its frames.
 *
 * @module pusher-js-fake/sweep
 */
export type { SweptFrame } from './sweep/plan/frame-text.ts'
export type { Scenario, ScenarioOptions, ScenarioRun } from './sweep/scenario/run-scenario.ts'
export { type SweepOptions, sweep } from './sweep/scenario/sweep.ts'
export type { BrokenPlan, SweepOutcome, SweepResult } from './sweep/scenario/sweep-result.ts'
export type { Until, UntilOptions } from './sweep/scenario/until.ts'
export type { PlanChoice } from './sweep/search/plans-of.ts'
