/**
 * A fixture and matchers for component tests with Vitest.
 *
 * @module pusher-js-fake/vitest
 */
import { extendExpect } from './vitest/matchers.ts'

export type { MatcherOptions, PusherFakeMatchers } from './expectations/matchers.ts'
export type { UnhandledPolicy } from './expectations/unhandled.ts'
export type { PusherFakeFixtureOptions } from './fixture/test-fake.ts'
export { type PusherFakeFixtures, test } from './vitest/fixture.ts'

extendExpect()
