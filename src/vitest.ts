/**
 * A fixture and matchers for component tests with Vitest.
 *
 * @module pusher-js-fake/vitest
 */
import { expect } from 'vitest'
import { type PusherFakeMatchers, pusherFakeMatchers } from './expectations/matchers.ts'

export type { MatcherOptions, PusherFakeMatchers } from './expectations/matchers.ts'
export type { UnhandledPolicy } from './expectations/unhandled.ts'
export type { PusherFakeFixtureOptions } from './fixture/test-fake.ts'
export { type PusherFakeFixtures, test } from './vitest/fixture.ts'

declare global {
  // Vitest's own `Matchers` has other type parameters in each major, which an addition must repeat.
  // What it shares with every major is this one, from which its `Assertion` is made.
  namespace Chai {
    interface Assertion extends PusherFakeMatchers {}
  }
}

expect.extend(pusherFakeMatchers)
