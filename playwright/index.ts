/**
 * The fake in Playwright: one service a test, in the test process, behind every page of its contexts.
 *
 * @module pusher-js-fake/playwright
 */
export type { UnhandledPolicy } from '../src/expectations/unhandled.ts'
export { type AttachOptions, attachPusherFake } from './attach.ts'
export {
  fixtures,
  fixtures as test,
  type PusherContextOptions,
  type PusherFakeFixtures,
  type PusherFakeTestOptions,
} from './fixtures.ts'
export type { ListenOptions } from './listen.ts'
export { expect, type MatcherOptions, type PusherFakeMatchers } from './matchers.ts'
export type { PusherFakeFixtureOptions, SecondFakeOptions } from './served-test.ts'
