import { isFake } from '../app/assert-fake.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { checkOptions } from '../server/check-options.ts'
import {
  clientEvent,
  connected,
  type Expectation,
  MATCHER_RULES,
  member,
  noSubscriptions,
  subscribed,
  type Whose,
  whyNot,
} from './expectation.ts'

/** Options of every matcher. Those of clients mean the app's own, and peers with `virtual: true`. */
export interface MatcherOptions extends Whose {
  /** Milliseconds. @default 1000, or less than the test has left */
  readonly timeout?: number
}

/** Matchers for a fake; each waits until it holds. */
export interface PusherFakeMatchers {
  /** At least one of the app's clients is connected. */
  toHaveConnected(options?: MatcherOptions): Promise<void>
  /** A client of the app is subscribed to the channel. */
  toHaveSubscribed(channel: string, options?: MatcherOptions): Promise<void>
  /** None of the app's clients is subscribed to anything, as after the unmount of a component that cleans up. */
  toHaveNoSubscriptions(options?: MatcherOptions): Promise<void>
  /** The user is a member of the presence channel, be it a client or a virtual peer. */
  toHaveMember(channel: string, userId: string, options?: MatcherOptions): Promise<void>
  /** A client of the app has sent the event, with these data when they are given (asymmetric matchers work). */
  toHaveReceivedClientEvent(
    channel: string,
    event: string,
    data?: unknown,
    options?: MatcherOptions,
  ): Promise<void>
}

/** What `this` is in a matcher of Jest, Vitest and Bun. */
interface MatcherState {
  /** Some leave it out where there is no `.not`. */
  readonly isNot?: boolean
  readonly utils: { stringify(value: unknown): string }
  equals(a: unknown, b: unknown): boolean
}

type MatcherFunctions = {
  readonly [Name in keyof PusherFakeMatchers]: (
    this: MatcherState,
    fake: unknown,
    ...given: Parameters<PusherFakeMatchers[Name]>
  ) => Promise<MatcherResult>
}

interface MatcherResult {
  pass: boolean
  message: () => string
}

const DEFAULT_TIMEOUT = 1_000

/**
 * The matchers, for any `expect.extend` of this form; `pusher-js-fake/vitest` and `pusher-js-fake/jest` have
 * added them already.
 *
 * @example
 * import { expect } from 'bun:test'
 * import { pusherFakeMatchers } from 'pusher-js-fake/matchers'
 * expect.extend(pusherFakeMatchers)
 */
export const pusherFakeMatchers: MatcherFunctions = {
  toHaveConnected(fake, options) {
    return retry(this, fake, connected(options), options)
  },
  toHaveSubscribed(fake, channel, options) {
    return retry(this, fake, subscribed(channel, options), options)
  },
  toHaveNoSubscriptions(fake, options) {
    return retry(this, fake, noSubscriptions(options), options)
  },
  toHaveMember(fake, channel, userId, options) {
    return retry(this, fake, member(channel, userId), options)
  },
  toHaveReceivedClientEvent(fake, channel, event, data, options) {
    const matches =
      data === undefined
        ? undefined
        : {
            shown: this.utils.stringify(data),
            test: (actual: unknown) => this.equals(actual, data),
          }
    return retry(this, fake, clientEvent(channel, event, matches, options), options)
  },
}

/** What the runner makes of the outcome by `then` is what a test awaits, and has to. */
function retry(
  { isNot = false }: MatcherState,
  fake: unknown,
  expectation: Expectation,
  options: MatcherOptions = {},
): Promise<MatcherResult> {
  checkOptions(options, MATCHER_RULES, 'A matcher')
  if (!isFake(fake)) {
    const message =
      'This matcher needs a fake. Write expect(pusherFake), with the pusherFake of the test.'
    return Promise.reject(new PusherFakeError('invalid_option', message))
  }
  const { timeout = Math.min(DEFAULT_TIMEOUT, fake.waits.timeout) } = options
  const result = whyNot(fake, expectation, !isNot, timeout).then((why) => ({
    pass: (why === undefined) !== isNot,
    message: () =>
      `Expected${isNot ? ' not' : ''} ${expectation.what}, within ${timeout} ms\n${why}`,
  }))
  const { then } = result
  return Object.assign(result, {
    // biome-ignore lint/suspicious/noThenProperty: the runner calls it, and hands its outcome to the test
    then: (...handlers: Parameters<typeof then>) =>
      fake.waits.track(then.apply(result, handlers), expectation.what),
  })
}
