/**
 * Matchers for the `expect.extend` of any runner.
 *
 * @module pusher-js-fake/matchers
 */
export {
  type MatcherOptions,
  type PusherFakeMatchers,
  pusherFakeMatchers,
} from './expectations/matchers.ts'
