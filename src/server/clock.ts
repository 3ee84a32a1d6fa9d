import { RealDate, realClearTimeout, realSetTimeout } from '../platform/real-timers.ts'

/** Time as the engine sees it, so that a test can bring its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back after `ms` milliseconds. @returns what `clearTimeout` takes */
  setTimeout(callback: () => void, ms: number): unknown
  /** Takes a timer back. */
  clearTimeout(timer: unknown): void
}

/** The longest delay that a timer holds; more would be cut to a millisecond. */
const MAX_DELAY = 2 ** 31 - 1

/** Fake timers of a test stall the service never. */
export const systemClock: Clock = {
  now: () => RealDate.now(),
  setTimeout: (callback, ms) => realSetTimeout(callback, Math.min(ms, MAX_DELAY)),
  clearTimeout: (timer) => realClearTimeout(timer as Parameters<typeof clearTimeout>[0]),
}

/** A timer that does not keep a Node process alive, for work that nobody waits for. */
export function backgroundTimer(clock: Clock, callback: () => void, ms: number): unknown {
  const timer = clock.setTimeout(callback, ms)
  if (typeof timer === 'object' && timer !== null && 'unref' in timer) {
    if (typeof timer.unref === 'function') timer.unref()
  }
  return timer
}
