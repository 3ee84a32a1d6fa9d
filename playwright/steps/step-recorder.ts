import { test } from '@playwright/test'
import { leadToCaller } from '../../src/errors/caller.ts'
import { overhear } from '../../src/server/waits/open-waits.ts'
import type { TimelineStep } from '../../src/timeline/timeline.ts'
import { callLocation } from './call-location.ts'

/** When a call is made. */
export interface Order {
  /** Milliseconds since the epoch, of the clock that the fake has. */
  now(): number
  /** Its place among all that happens to the fake. */
  nextInOrder(): number
}

/** Each step costs a message to the runner and a line of the trace; a loop of triggers needs no more. */
const MAX_STEPS = 500

export type StepData = Readonly<Record<string, unknown>>

/**
 * Records calls as steps of the running test. `test.step` takes a function and returns a promise, so that
 * it cannot wrap a call that must not wait. A call is made first, and told in a step that nobody waits
 * for: it begins within a microtask and ends when what was made does. An assertion that follows in the same
 * breath therefore stands before it in the trace, by less than a millisecond.
 */
export class StepRecorder {
  /** The same steps for the timeline. */
  readonly steps: TimelineStep[] = []
  readonly #order: Order
  readonly #pending = new Set<Promise<unknown>>()
  #depth = 0
  #stopped = false

  constructor(order: Order) {
    this.#order = order
  }

  /** Makes a call and records it, not the calls that it makes in its turn. Throws what the call throws. */
  call<Result>(title: string, data: StepData, make: () => Result): Result {
    if (this.#depth > 0 || this.#stopped) return make()
    // Where it begins, before all that it causes.
    const at = { time: this.#order.now(), sequence: this.#order.nextInOrder() }
    this.#depth += 1
    try {
      const result = make()
      const outcome = result instanceof Promise ? overhear(result) : result
      // Before anybody else hears of it.
      if (outcome instanceof Promise) outcome.catch(leadToCaller)
      this.#record(title, data, at, () => outcome)
      return result
    } catch (error) {
      leadToCaller(error)
      this.#record(title, data, at, () => {
        throw error
      })
      throw error
    } finally {
      this.#depth -= 1
    }
  }

  /** Ends the recording; resolves when the last step has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    await Promise.all(this.#pending)
  }

  #record(
    title: string,
    data: StepData,
    at: Pick<TimelineStep, 'time' | 'sequence'>,
    outcome: () => unknown,
  ): void {
    if (this.steps.length >= MAX_STEPS) return
    const params = asJson(data)
    this.steps.push({ ...at, label: title.replace(/^pusherFake\./, ''), data: params })
    this.#tell(title, params, outcome)
    if (this.steps.length === MAX_STEPS) {
      this.#tell(`pusherFake: more than ${MAX_STEPS} calls, the rest is not recorded`, {}, () => {})
    }
  }

  #tell(title: string, data: StepData, outcome: () => unknown): void {
    const location = callLocation()
    const params = asText(data)
    // No `box`: it puts a stack in place of the error's, in which the caller is no more.
    const step = test
      .step(title, outcome, { params, ...(location !== undefined && { location }) })
      // Who made the call has its error, and outside a test there is no step.
      .catch(() => {})
      .finally(() => this.#pending.delete(step))
    this.#pending.add(step)
  }
}

/** The trace shows the text of a value, and of an object no more than that it is one. */
function asText(data: StepData): StepData {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : value,
    ]),
  )
}

/** As it is now, whatever becomes of it later. */
function asJson(data: StepData): StepData {
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      if (value === undefined) return []
      try {
        return [[name, JSON.parse(JSON.stringify(value))]]
      } catch {
        return [[name, String(value)]]
      }
    }),
  )
}
