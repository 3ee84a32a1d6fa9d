import { expect } from 'vitest'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import {
  clientEvent,
  connected,
  type Expectation,
  isPusherApp,
  member,
  noSubscriptions,
  settles,
  subscribed,
} from '../expectations/expectation.ts'

/** Options of every matcher. */
export interface MatcherOptions {
  /** Milliseconds. @default 1000 */
  readonly timeout?: number
}

/** Matchers for a fake; each waits until it holds. */
export interface PusherFakeMatchers {
  /** At least one client is connected. */
  toHaveConnected(options?: MatcherOptions): Promise<void>
  /** A client is subscribed to the channel. */
  toHaveSubscribed(channel: string, options?: MatcherOptions): Promise<void>
  /** Nobody is subscribed to anything, as after the unmount of a component that cleans up. */
  toHaveNoSubscriptions(options?: MatcherOptions): Promise<void>
  /** The user is a member of the presence channel. */
  toHaveMember(channel: string, userId: string, options?: MatcherOptions): Promise<void>
  /** A client has sent the event, with these data when they are given (asymmetric matchers work). */
  toHaveReceivedClientEvent(
    channel: string,
    event: string,
    data?: unknown,
    options?: MatcherOptions,
  ): Promise<void>
}

declare global {
  // Vitest's own `Matchers` has other type parameters in each major, which an addition must repeat.
  // What it shares with every major is this one, from which its `Assertion` is made.
  namespace Chai {
    interface Assertion extends PusherFakeMatchers {}
  }
}

interface State {
  /** Vitest leaves it out where there is no `.not`, whatever its types say. */
  readonly isNot?: boolean
  readonly utils: { stringify(value: unknown): string }
  equals(a: unknown, b: unknown): boolean
}

interface MatcherResult {
  pass: boolean
  message: () => string
}

const DEFAULT_TIMEOUT = 1_000

/** Adds the matchers to Vitest's `expect`. */
export function extendExpect(): void {
  expect.extend({
    toHaveConnected(fake: unknown, options?: MatcherOptions) {
      return retry(this, fake, connected(), options)
    },
    toHaveSubscribed(fake: unknown, channel: string, options?: MatcherOptions) {
      return retry(this, fake, subscribed(channel), options)
    },
    toHaveNoSubscriptions(fake: unknown, options?: MatcherOptions) {
      return retry(this, fake, noSubscriptions(), options)
    },
    toHaveMember(fake: unknown, channel: string, userId: string, options?: MatcherOptions) {
      return retry(this, fake, member(channel, userId), options)
    },
    toHaveReceivedClientEvent(
      fake: unknown,
      channel: string,
      event: string,
      data?: unknown,
      options?: MatcherOptions,
    ) {
      const matches =
        data === undefined
          ? undefined
          : {
              shown: this.utils.stringify(data),
              test: (actual: unknown) => this.equals(actual, data),
            }
      return retry(this, fake, clientEvent(channel, event, matches), options)
    },
  })
}

async function retry(
  { isNot = false }: State,
  fake: unknown,
  expectation: Expectation,
  { timeout = DEFAULT_TIMEOUT }: MatcherOptions = {},
): Promise<MatcherResult> {
  if (!isPusherApp(fake)) {
    throw new PusherFakeError(
      'invalid_option',
      'This matcher needs a fake. Write expect(pusherFake), with the pusherFake of the test.',
    )
  }
  const settled = await settles(fake, expectation, !isNot, timeout)
  return {
    pass: settled !== isNot,
    message: () =>
      `Expected${isNot ? ' not' : ''} ${expectation.what}, within ${timeout} ms\n${fake.describe()}`,
  }
}
