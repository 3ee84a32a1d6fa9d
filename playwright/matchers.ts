import { expect as base, type Expect, type ExpectMatcherState } from '@playwright/test'
import { isFake } from '../src/app/assert-fake.ts'
import type { PusherApp } from '../src/app/pusher-app.ts'
import { PusherFakeError } from '../src/errors/pusher-fake-error.ts'
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
} from '../src/expectations/expectation.ts'
import { checkOptions } from '../src/server/check-options.ts'

/** Options of every matcher. Those of clients mean the app's own, and peers with `virtual: true`. */
export interface MatcherOptions extends Whose {
  /** Milliseconds. @default the timeout of `expect` */
  readonly timeout?: number
}

interface MatcherResult {
  pass: boolean
  message: () => string
  name: string
}

/** Matchers for a fake. */
// An alias: an interface has no index signature, which `expect.extend` asks for.
export type PusherFakeMatchers = {
  /** At least one of the app's clients is connected. */
  toHaveConnected(
    this: ExpectMatcherState,
    fake: PusherApp,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** A client of the app is subscribed to the channel. */
  toHaveSubscribed(
    this: ExpectMatcherState,
    fake: PusherApp,
    channel: string,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** None of the app's clients is subscribed to anything. */
  toHaveNoSubscriptions(
    this: ExpectMatcherState,
    fake: PusherApp,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** The user is a member of the presence channel, be it a client or a virtual peer. */
  toHaveMember(
    this: ExpectMatcherState,
    fake: PusherApp,
    channel: string,
    userId: string,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** A client of the app has sent the event, with these data when they are given (asymmetric matchers work). */
  toHaveReceivedClientEvent(
    this: ExpectMatcherState,
    fake: PusherApp,
    channel: string,
    event: string,
    data?: unknown,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
}

const matchers: PusherFakeMatchers = {
  toHaveConnected(fake, options) {
    return retry(this, 'toHaveConnected', fake, options, connected(options))
  },

  toHaveSubscribed(fake, channel, options) {
    return retry(this, 'toHaveSubscribed', fake, options, subscribed(channel, options))
  },

  toHaveNoSubscriptions(fake, options) {
    return retry(this, 'toHaveNoSubscriptions', fake, options, noSubscriptions(options))
  },

  toHaveMember(fake, channel, userId, options) {
    return retry(this, 'toHaveMember', fake, options, member(channel, userId))
  },

  toHaveReceivedClientEvent(fake, channel, event, data, options) {
    const matches =
      data === undefined
        ? undefined
        : {
            shown: this.utils.printExpected(data),
            test: (actual: unknown) => dataEquals(actual, data),
          }
    return retry(
      this,
      'toHaveReceivedClientEvent',
      fake,
      options,
      clientEvent(channel, event, matches, options),
    )
  },
}

/** Playwright's `expect` with matchers for a fake; they retry until they hold, as Playwright's own. */
export const expect: Expect<PusherFakeMatchers> = base.extend(matchers)

/** Playwright does not hand its comparison to matchers, but its asymmetric ones carry it. */
function dataEquals(actual: unknown, expected: unknown): boolean {
  const matcher: { asymmetricMatch?(other: unknown): boolean } = base.objectContaining({
    data: expected,
  })
  return matcher.asymmetricMatch?.({ data: actual }) ?? false
}

async function retry(
  state: ExpectMatcherState,
  name: string,
  fake: unknown,
  options: MatcherOptions = {},
  expectation: Expectation,
): Promise<MatcherResult> {
  checkOptions(options, MATCHER_RULES, name)
  const { timeout = state.timeout } = options
  if (!isFake(fake)) {
    throw new PusherFakeError(
      'invalid_option',
      `expect(…).${name}() needs the pusherFake of the test, got ${state.utils.printReceived(fake)}.`,
    )
  }
  const why = await whyNot(fake, expectation, !state.isNot, timeout)
  return {
    name,
    pass: (why === undefined) !== state.isNot,
    message: () =>
      [
        state.utils.matcherHint(name, 'pusherFake', '', { isNot: state.isNot }),
        '',
        `Expected${state.isNot ? ' not' : ''}: ${expectation.what}, within ${timeout} ms`,
        why,
      ].join('\n'),
  }
}
