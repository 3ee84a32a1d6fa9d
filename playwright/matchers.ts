import { expect as base, type Expect, type ExpectMatcherState } from '@playwright/test'
import { PusherFakeError } from '../src/errors.ts'
import type { PusherApp } from '../src/pusher-app.ts'
import type { PusherFakeEvents } from '../src/server/events.ts'

export interface MatcherOptions {
  /** Milliseconds. @default the timeout of `expect` */
  readonly timeout?: number
}

interface MatcherResult {
  pass: boolean
  message: () => string
  name: string
}

const CHANGES: readonly (keyof PusherFakeEvents)[] = [
  'connection',
  'disconnection',
  'subscription',
  'unsubscription',
  'clientEvent',
  'reset',
]

// An alias: an interface has no index signature, which `expect.extend` asks for.
export type PusherFakeMatchers = {
  /** At least one client is connected. */
  toHaveConnected(
    this: ExpectMatcherState,
    fake: PusherApp,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** A client is subscribed to the channel. */
  toHaveSubscribed(
    this: ExpectMatcherState,
    fake: PusherApp,
    channel: string,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** The user is a member of the presence channel. */
  toHaveMember(
    this: ExpectMatcherState,
    fake: PusherApp,
    channel: string,
    userId: string,
    options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** A client has sent the event, with these data when they are given (asymmetric matchers work). */
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
    return retry(this, 'toHaveConnected', fake, options, {
      what: 'a connection',
      holds: () => fake.connections().length > 0,
    })
  },

  toHaveSubscribed(fake, channel, options) {
    return retry(this, 'toHaveSubscribed', fake, options, {
      what: `a subscription to "${channel}"`,
      holds: () => fake.channel(channel) !== undefined,
    })
  },

  toHaveMember(fake, channel, userId, options) {
    return retry(this, 'toHaveMember', fake, options, {
      what: `member "${userId}" in "${channel}"`,
      holds: () => fake.channel(channel)?.members?.some(({ id }) => id === userId) ?? false,
    })
  },

  toHaveReceivedClientEvent(fake, channel, event, data, options) {
    const shown = data === undefined ? '' : ` with ${this.utils.printExpected(data)}`
    return retry(this, 'toHaveReceivedClientEvent', fake, options, {
      what: `the client event "${event}" on "${channel}"${shown}`,
      holds: () =>
        fake
          .frames({ direction: 'in', channel, event })
          .some(
            (frame) =>
              frame.problem === undefined && (data === undefined || dataEquals(frame.data, data)),
          ),
    })
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

interface Condition {
  readonly what: string
  readonly holds: () => boolean
}

async function retry(
  state: ExpectMatcherState,
  name: string,
  fake: unknown,
  { timeout = state.timeout }: MatcherOptions = {},
  { what, holds }: Condition,
): Promise<MatcherResult> {
  if (!isPusherFake(fake)) {
    throw new PusherFakeError(
      'invalid_option',
      `expect(…).${name}() needs the pusherFake of the test, got ${state.utils.printReceived(fake)}.`,
    )
  }
  const pass = await settles(fake, () => holds() !== state.isNot, timeout)
  return {
    name,
    pass: pass !== state.isNot,
    message: () =>
      [
        state.utils.matcherHint(name, 'pusherFake', '', { isNot: state.isNot }),
        '',
        `Expected${state.isNot ? ' not' : ''}: ${what}, within ${timeout} ms`,
        fake.describe(),
      ].join('\n'),
  }
}

function isPusherFake(value: unknown): value is PusherApp {
  return typeof value === 'object' && value !== null && 'describe' in value && 'faults' in value
}

/** Whether `wanted` comes true within `timeout` milliseconds. */
function settles(fake: PusherApp, wanted: () => boolean, timeout: number): Promise<boolean> {
  if (wanted()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (result: boolean) => {
      clearTimeout(timer)
      for (const stop of stops) stop()
      resolve(result)
    }
    const stops = CHANGES.map((change) =>
      fake.on(change, () => {
        if (wanted()) finish(true)
      }),
    )
    const timer = setTimeout(() => finish(false), timeout)
  })
}
