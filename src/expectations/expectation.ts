import type { PusherApp } from '../app/pusher-app.ts'
import { assertClientEvent, assertName } from '../server/check-argument.ts'
import { BOOLEAN, type Rules } from '../server/check-options.ts'
import { systemClock } from '../server/clock.ts'
import type { Subject } from '../server/diagnosis/subject.ts'
import type { PusherFakeEvents } from '../server/events.ts'
import { WAIT_RULES, type WaitOptions } from '../server/waits/wait-options.ts'

/** Something that a test may expect of a fake, whatever the test runner. */
export interface Expectation {
  /** Completes "Expected …". */
  readonly what: string
  /** For whoever looks for the cause when it does not hold. */
  readonly subject: Subject
  /** The same for one that should not hold, and does. */
  readonly opposite?: Subject
  holds(fake: PusherApp): boolean
}

/** Whom an expectation is about. */
export interface Whose {
  /** Virtual peers instead of the app's clients. @default false */
  readonly virtual?: boolean
}

/** The options of every matcher. */
export const MATCHER_RULES: Rules<Whose & WaitOptions> = { ...WAIT_RULES, virtual: BOOLEAN }

export function connected({ virtual = false }: Whose = {}): Expectation {
  return {
    what: virtual ? 'a virtual peer' : 'a connection',
    subject: { kind: 'connection', virtual },
    holds: (fake) => fake.connections().some((connection) => connection.virtual === virtual),
  }
}

export function subscribed(channel: string, { virtual = false }: Whose = {}): Expectation {
  assertName(channel, 'channel', 'toHaveSubscribed')
  return {
    what: `a subscription to "${channel}"${ofPeer(virtual)}`,
    subject: { kind: 'subscription', channel, virtual },
    opposite: { kind: 'no subscriptions', virtual },
    holds: (fake) => isSubscribed(fake, channel, virtual),
  }
}

export function noSubscriptions({ virtual = false }: Whose = {}): Expectation {
  return {
    what: `no subscriptions${ofPeer(virtual)}`,
    subject: { kind: 'no subscriptions', virtual },
    opposite: { kind: 'connection', virtual },
    holds: (fake) => !fake.channels().some(({ name }) => isSubscribed(fake, name, virtual)),
  }
}

function isSubscribed(fake: PusherApp, channel: string, virtual: boolean): boolean {
  return fake
    .connections()
    .some((connection) => connection.virtual === virtual && connection.channels.includes(channel))
}

function ofPeer(virtual: boolean): string {
  return virtual ? ' of a virtual peer' : ''
}

/** A member is one whoever it is: virtual peers are what the app shows as the others. */
export function member(channel: string, userId: string): Expectation {
  assertName(channel, 'channel', 'toHaveMember')
  assertName(userId, 'user', 'toHaveMember')
  return {
    what: `member "${userId}" in "${channel}"`,
    subject: { kind: 'member', channel, userId },
    holds: (fake) => fake.channel(channel)?.members?.some(({ id }) => id === userId) ?? false,
  }
}

/** @param matches decides by the event's data; without it any will do */
export function clientEvent(
  channel: string,
  event: string,
  matches: { readonly shown: string; readonly test: (data: unknown) => boolean } | undefined,
  { virtual = false }: Whose = {},
): Expectation {
  assertName(channel, 'channel', 'toHaveReceivedClientEvent')
  assertClientEvent(event, 'toHaveReceivedClientEvent')
  return {
    what: `the client event "${event}" on "${channel}"${ofPeer(virtual)}${matches ? ` with ${matches.shown}` : ''}`,
    subject: { kind: 'client event', channel, event, virtual },
    holds: (fake) =>
      fake
        .frames({ direction: 'in', channel, event })
        .some(
          ({ problem, socketId, data }) =>
            problem === undefined &&
            fake.isVirtual(socketId) === virtual &&
            (matches?.test(data) ?? true),
        ),
  }
}

const CHANGES: readonly (keyof PusherFakeEvents)[] = [
  'connection',
  'disconnection',
  'subscription',
  'unsubscription',
  'clientEvent',
  'reset',
]

/** Why an expectation has failed, and what did happen. */
async function explain(
  fake: PusherApp,
  { subject, opposite }: Expectation,
  wanted: boolean,
): Promise<string> {
  await fake.gatherEvidence()
  const failed = wanted ? subject : opposite
  return failed === undefined ? fake.describe() : fake.diagnose(failed)
}

/**
 * Waits until `expectation` comes to be `wanted`, for `timeout` milliseconds; not at all when it is.
 *
 * @returns why it has not; undefined when it has
 * @throws PusherFakeError `closed` when the test ends first
 */
export function whyNot(
  fake: PusherApp,
  expectation: Expectation,
  wanted: boolean,
  timeout: number,
): Promise<string | undefined> {
  const holds = () => expectation.holds(fake) === wanted
  if (holds()) return Promise.resolve(undefined)
  const what = wanted ? expectation.what : `the end of ${expectation.what}`
  const awaited = {
    what,
    subject: expectation.subject,
    explain: () => fake.describe(),
    endsWithTest: true,
  }
  const settled = fake.waits.open<boolean>(awaited, (resolve) => {
    const stops = CHANGES.map((change) =>
      fake.on(change, () => {
        if (holds()) resolve(true)
      }),
    )
    const timer = systemClock.setTimeout(() => resolve(false), timeout)
    return () => {
      systemClock.clearTimeout(timer)
      for (const stop of stops) stop()
    }
  })
  return settled.then((holds) => (holds ? undefined : explain(fake, expectation, wanted)))
}
