import { systemClock } from '../server/clock.ts'
import { DEFAULT_WAIT_MS } from '../server/waits/open-waits.ts'

/** What a runner gives, in milliseconds; 0, undefined or Infinity for no end. */
export interface RunnerTimeouts {
  /** A whole test; asked again each time, since a test may change it. */
  readonly test: () => number | undefined
  /** What is to come about in it, where the runner says so. @default four fifths of the test's */
  readonly wait?: number | undefined
}

/** That a wait which begins at once leaves the test, in parts of its timeout. */
const LEFT = 0.2
/** Milliseconds that the end of a wait needs to be told, at most. */
const MARGIN = 500
/** Milliseconds that a wait has in any case. */
const LEAST = 50

/** How long a wait may take that begins now, so that it can say why it is in vain before the test is over. */
export function allowance({ test, wait }: RunnerTimeouts): () => number {
  const start = systemClock.now()
  return () => {
    const total = test()
    if (total === undefined || !Number.isFinite(total) || total <= 0) return wait || DEFAULT_WAIT_MS
    const margin = Math.min(MARGIN, total * LEFT)
    const remaining = start + total - systemClock.now() - margin
    return Math.round(Math.max(LEAST, Math.min(wait || total * (1 - LEFT), remaining)))
  }
}
