import { describeState } from '../diagnosis/describe-state.ts'
import type { Subject } from '../diagnosis/subject.ts'
import type { Engine } from '../engine.ts'
import type { PusherFakeEvents } from '../events.ts'
import type { WaitOptions } from './wait-options.ts'

export interface Wait<Result> {
  /** What is awaited, for the message of its failure. */
  readonly what: string
  /** The events after which it may hold. */
  readonly on: readonly (keyof PusherFakeEvents)[]
  /** The result, or undefined as long as it does not hold. */
  readonly check: () => Result | undefined
  /** For whoever looks for the cause. */
  readonly subject: Subject
  /** Ends what `check` listens to. */
  readonly stop?: () => void
}

/**
 * Resolves as soon as `check` gives a result, at once when it does already.
 *
 * @throws PusherFakeError `timeout` or `closed`, whose message is a diagnosis
 */
export function waitFor<Result>(
  engine: Engine,
  { what, on, check, subject, stop }: Wait<Result>,
  { timeout = engine.waits.timeout }: WaitOptions = {},
): Promise<Result> {
  const { clock } = engine.options
  const present = check()
  if (present !== undefined) {
    stop?.()
    return Promise.resolve(present)
  }
  return engine.waits.open(
    {
      what,
      subject,
      explain: () => describeState(engine),
      async diagnose() {
        const { diagnose, gatherEvidence } = await import('../diagnosis/diagnose.ts')
        await gatherEvidence(engine)
        return diagnose(engine, subject)
      },
    },
    (resolve, fail) => {
      const stops = on.map((name) =>
        engine.events.on(name, () => {
          const result = check()
          if (result !== undefined) resolve(result)
        }),
      )
      const timer = clock.setTimeout(
        () => fail('timeout', `Waited ${timeout} ms for ${what}, in vain.`),
        timeout,
      )
      return () => {
        clock.clearTimeout(timer)
        for (const each of stops) each()
        stop?.()
      }
    },
  )
}
