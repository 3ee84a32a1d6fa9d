import { MILLISECONDS, type Rules } from '../check-options.ts'
import type { Engine } from '../engine.ts'
import type { PusherFakeEvents } from '../events.ts'
import { diagnose } from './diagnosis.ts'

export const DEFAULT_WAIT_MS = 5_000

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds. @default 5000 */
  readonly timeout?: number
}

export const WAIT_RULES: Rules<WaitOptions> = { timeout: MILLISECONDS }

export interface Wait<Result> {
  /** What is awaited, for the message of its failure. */
  readonly what: string
  /** The events after which it may hold. */
  readonly on: readonly (keyof PusherFakeEvents)[]
  /** The result, or undefined as long as it does not hold. */
  readonly check: () => Result | undefined
  /** Channel whose near misses belong into the message. */
  readonly channel?: string
  /** Whether it is about virtual peers, not about the app's clients. */
  readonly virtual?: boolean
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
  { what, on, check, channel, virtual, stop }: Wait<Result>,
  { timeout = DEFAULT_WAIT_MS }: WaitOptions = {},
): Promise<Result> {
  const { clock } = engine.options
  const present = check()
  if (present !== undefined) {
    stop?.()
    return Promise.resolve(present)
  }
  return engine.waits.open(
    { what, explain: () => diagnose(engine, channel, virtual) },
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
