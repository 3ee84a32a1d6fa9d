/**
 * A fake for each test of Jest: name it in `setupFilesAfterEnv`, or import it in a test.
 *
 * @module pusher-js-fake/jest
 */
import type { PusherFakeMatchers } from './expectations/matchers.ts'
import { setUp } from './jest/set-up.ts'

export type { MatcherOptions, PusherFakeMatchers } from './expectations/matchers.ts'
export type { UnhandledPolicy } from './expectations/unhandled.ts'
export type { PusherFakeFixtureOptions } from './fixture/test-fake.ts'
export { pusherFake } from './jest/running-fake.ts'
export { setPusherFakeOptions } from './jest/set-up.ts'

declare global {
  namespace jest {
    // As @types/jest declares it.
    // biome-ignore lint/complexity/noBannedTypes: an addition has the parameters of what it adds to
    interface Matchers<R, T = {}> extends PusherFakeMatchers {}
  }
}

setUp()
