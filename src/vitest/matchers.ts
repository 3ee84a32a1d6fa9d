import { expect } from 'vitest'
import { type PusherFakeMatchers, pusherFakeMatchers } from '../expectations/matchers.ts'

declare global {
  // Vitest's own `Matchers` has other type parameters in each major, which an addition must repeat.
  // What it shares with every major is this one, from which its `Assertion` is made.
  namespace Chai {
    interface Assertion extends PusherFakeMatchers {}
  }
}

/** Adds the matchers to Vitest's `expect`. */
export function extendExpect(): void {
  expect.extend(pusherFakeMatchers)
}
