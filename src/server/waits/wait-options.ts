import { MILLISECONDS, type Rules } from '../check-options.ts'

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds. @default 4000, or less than the test has left where its runner tells */
  readonly timeout?: number
}

export const WAIT_RULES: Rules<WaitOptions> = { timeout: MILLISECONDS }
