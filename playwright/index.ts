/**
 * The fake in Playwright: one service a test, in the test process, behind every page of its contexts.
 *
 * @module pusher-js-fake/playwright
 */
export type { UnhandledPolicy } from '../src/expectations/unhandled.ts'
export {
  fixtures,
  fixtures as test,
  type PusherContextOptions,
  type PusherFakeFixtureOptions,
  type PusherFakeFixtures,
  type PusherFakeTestOptions,
  type SecondFakeOptions,
} from './fixtures.ts'
export type { ListenOptions } from './listen.ts'
export { expect, type MatcherOptions, type PusherFakeMatchers } from './matchers.ts'
export { type AttachOptions, attachPusherFake } from './served-context.ts'
