import {
  PusherFakeError,
  type PusherFakeErrorCode,
  showValue,
} from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'

const NAMES: Readonly<
  Record<'channel' | 'event' | 'user', readonly [PusherFakeErrorCode, string]>
> = {
  channel: ['invalid_channel_name', "the channel's name"],
  event: ['invalid_event_name', "the event's name"],
  user: ['invalid_option', "the user's id, a string"],
}

/**
 * For callers without types, and for a name that is undefined by mistake: it would be waited for in vain.
 *
 * @param call put before the message, as `waitForSubscription`
 * @throws PusherFakeError `invalid_channel_name`, `invalid_event_name` or `invalid_option`
 */
export function assertName(value: unknown, kind: keyof typeof NAMES, call: string): void {
  if (typeof value === 'string' && value !== '') return
  const [code, expected] = NAMES[kind]
  throw new PusherFakeError(code, `${call}: expected ${expected}, got ${showValue(value)}.`)
}

/**
 * That clients may send an event of this name. Source: pusher-js core/channels/channel.ts, `trigger`.
 *
 * @throws PusherFakeError `invalid_event_name`
 */
export function assertClientEvent(name: string, call: string): void {
  assertName(name, 'event', call)
  if (name.startsWith('client-')) return
  throw new PusherFakeError(
    'invalid_event_name',
    `${call}: the name of a client event begins with client-, got "${name}". Write "client-${name}".`,
  )
}

/** For what is spread, where a number would be no option at all. @throws PusherFakeError `invalid_option` */
export function assertObject(options: unknown, call: string): void {
  if (isRecord(options)) return
  throw new PusherFakeError(
    'invalid_option',
    `${call}: Options must be an object, got ${showValue(options)}.`,
  )
}

/** @throws PusherFakeError `invalid_option` */
export function assertFunction(value: unknown, call: string): void {
  if (typeof value === 'function') return
  throw new PusherFakeError(
    'invalid_option',
    `${call}: expected a function, got ${showValue(value)}.`,
  )
}

/** @throws PusherFakeError `invalid_option` */
export function assertOneOf(value: unknown, allowed: readonly string[], call: string): void {
  if (typeof value === 'string' && allowed.includes(value)) return
  throw new PusherFakeError(
    'invalid_option',
    `${call}: expected one of ${allowed.join(', ')}, got ${showValue(value)}.`,
  )
}
