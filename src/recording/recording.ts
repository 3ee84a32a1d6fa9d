import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import {
  isAtLeastZero,
  isListOf,
  isString,
  optionProblem,
  type Rule,
  type Rules,
  required,
  TEXT,
} from '../server/check-options.ts'
import { type PresenceUser, USER, USER_RULES } from '../server/users/user.ts'

/** What a service sent to its clients, without keys, signatures and socket ids. It is plain JSON. */
export interface Recording {
  /** The channels that clients were subscribed to, as the first of them found them. */
  readonly channels: readonly RecordedChannel[]
  /** What came then, oldest first. */
  readonly events: readonly RecordedEvent[]
  /** Encrypted channels: what came on them cannot be read, and is left out. */
  readonly encrypted: readonly string[]
}

/** A channel as its first client found it. */
export interface RecordedChannel {
  readonly name: string
  /** On presence channels: the members, without the recorded clients themselves. */
  readonly members?: readonly PresenceUser[]
  /** On cache channels: the event that was there. */
  readonly cachedEvent?: { readonly event: string; readonly data: string }
}

/** Something that the service sent; `at` is milliseconds after the first subscription. */
export type RecordedEvent =
  | {
      readonly kind: 'event'
      readonly at: number
      readonly channel: string
      readonly event: string
      /** As it was on the wire. */
      readonly data: string
    }
  | {
      readonly kind: 'client_event'
      readonly at: number
      readonly channel: string
      readonly event: string
      /** As it was on the wire. */
      readonly data: string
      /** The sender, on presence channels. */
      readonly userId?: string
    }
  | {
      readonly kind: 'member_added'
      readonly at: number
      readonly channel: string
      readonly member: PresenceUser
    }
  | {
      readonly kind: 'member_removed'
      readonly at: number
      readonly channel: string
      readonly userId: string
    }

type Kind = RecordedEvent['kind']

const CHANNEL = required(TEXT)
const EVENT = required(TEXT)
const DATA = required(['a string, as on the wire', isString])
const MEMBER: Rule = required(USER)
const PLACE: Rules<Omit<RecordedEvent, 'kind'>> & { readonly kind: Rule } = {
  kind: required(TEXT),
  at: required(['0 or more milliseconds', isAtLeastZero]),
  channel: CHANNEL,
}

const EVENT_RULES: { readonly [Name in Kind]: Rules<Extract<RecordedEvent, { kind: Name }>> } = {
  event: { ...PLACE, event: EVENT, data: DATA },
  client_event: { ...PLACE, event: EVENT, data: DATA, userId: TEXT },
  member_added: { ...PLACE, member: MEMBER },
  member_removed: { ...PLACE, userId: required(TEXT) },
}

const CACHED: Rules<NonNullable<RecordedChannel['cachedEvent']>> = { event: EVENT, data: DATA }

const CHANNEL_RULES: Rules<RecordedChannel> = {
  name: CHANNEL,
  members: ['a list of users', Array.isArray, { items: USER_RULES }],
  cachedEvent: ['{ event, data }', isRecord, { inner: CACHED }],
}

const RULES: Rules<Recording> = {
  channels: required(['a list', Array.isArray, { items: CHANNEL_RULES }]),
  events: required(['a list', Array.isArray]),
  encrypted: required(['a list of channels', isListOf(isString)]),
}

/** Whether a value means to be a recording, and no HAR. */
export function looksLikeRecording(value: unknown): boolean {
  return isRecord(value) && Object.hasOwn(value, 'events') && !Object.hasOwn(value, 'log')
}

/** @throws PusherFakeError `invalid_recording` that names what is wrong with a recording of the caller's */
export function checkRecording(value: unknown, call: string): Recording {
  const problem = looksLikeRecording(value)
    ? (optionProblem(value, RULES) ?? eventProblem((value as { events: unknown[] }).events))
    : `expected what readRecording(har) returns, got ${showValue(value)}.`
  if (problem !== undefined) throw invalidRecording(`${call}: ${problem}`)
  return value as Recording
}

export function invalidRecording(message: string): PusherFakeError {
  return new PusherFakeError('invalid_recording', message)
}

function eventProblem(events: readonly unknown[]): string | undefined {
  let before = 0
  for (const [index, event] of events.entries()) {
    const at = `events[${index}]`
    const kind = isRecord(event) ? String(event['kind']) : ''
    if (!isRecord(event) || !Object.hasOwn(EVENT_RULES, kind)) {
      return `"${at}" must have a kind, one of ${Object.keys(EVENT_RULES).join(', ')}; got ${showValue(event)}.`
    }
    const problem = optionProblem(event, EVENT_RULES[kind as Kind], `${at}.`)
    if (problem !== undefined) return problem
    const time = Number(event['at'])
    if (time < before) return `"${at}.at" is ${time}, before that of the event in front of it.`
    before = time
  }
  return undefined
}
