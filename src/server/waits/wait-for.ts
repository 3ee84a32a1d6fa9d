import { PusherFakeError, tagged } from '../../errors/pusher-fake-error.ts'
import type { Engine } from '../engine.ts'
import type { PusherFakeEvents } from '../events.ts'
import { describeState, likelyCause, nearMisses } from './diagnosis.ts'

export const DEFAULT_WAIT_MS = 5_000

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds. @default 5000 */
  readonly timeout?: number
}

export interface Wait<Result> {
  /** What is awaited, for the message of the timeout. */
  readonly what: string
  /** The events after which it may hold. */
  readonly on: readonly (keyof PusherFakeEvents)[]
  /** The result, or undefined as long as it does not hold. */
  readonly check: () => Result | undefined
  /** Channel whose near misses belong into the message. */
  readonly channel?: string
  /** Whether it is about virtual peers, not about the app's clients. */
  readonly virtual?: boolean
}

/**
 * Resolves as soon as `check` gives a result, at once when it does already.
 *
 * @throws PusherFakeError `timeout`, whose message is a diagnosis
 */
export function waitFor<Result>(
  engine: Engine,
  { what, on, check, channel, virtual }: Wait<Result>,
  { timeout = DEFAULT_WAIT_MS }: WaitOptions = {},
): Promise<Result> {
  const present = check()
  if (present !== undefined) return Promise.resolve(present)
  const { clock } = engine.options
  // Made here, so that its stack leads to the line that waits.
  const error = new PusherFakeError('timeout', what)
  return new Promise((resolve, reject) => {
    const stops = on.map((name) =>
      engine.events.on(name, () => {
        const result = check()
        if (result === undefined) return
        finish()
        resolve(result)
      }),
    )
    const timer = clock.setTimeout(() => {
      finish()
      const near = channel === undefined ? [] : nearMisses(engine, channel)
      const hint =
        near.length === 0
          ? likelyCause(engine, channel, virtual)
          : `Did you mean: ${near.join(', ')}?`
      error.message = tagged(
        'timeout',
        [`Waited ${timeout} ms for ${what}, in vain.`, hint, describeState(engine)]
          .filter((line) => line !== undefined)
          .join('\n'),
      )
      reject(error)
    }, timeout)
    const finish = () => {
      clock.clearTimeout(timer)
      for (const stop of stops) stop()
    }
  })
}
