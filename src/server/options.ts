import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { fromBase64, MASTER_KEY_BYTES } from '../protocol/encryption.ts'
import { type Limits, NO_LIMITS, PUSHER_LIMITS } from '../protocol/limits.ts'
import { type Clock, systemClock } from './clock.ts'
import { withoutUndefined } from './without-undefined.ts'

/** Options of `createPusherFake` and of every door that makes a fake. All are optional. */
export interface PusherFakeOptions {
  /** @default 'app-id' */
  appId?: string
  /** @default 'app-key' */
  key?: string
  /** @default 'app-secret' */
  secret?: string
  /** Cluster named in `fake.pusherOptions()`; sockets of every cluster are served. @default 'mt1' */
  cluster?: string
  /** Whether clients may send client events. @default true */
  clientEvents?: boolean
  /** Whether subscribers get `pusher:subscription_count`. @default false */
  subscriptionCount?: boolean
  /** False refuses every connection with 4003. @default true */
  enabled?: boolean
  /** Refuses sockets without TLS with 4000. @default false */
  tlsOnly?: boolean
  /** Seconds of silence after which a side pings. @default 120 */
  activityTimeout?: number
  /** Seconds that the service waits for a pong before it closes with 4201. @default 30 */
  pongTimeout?: number
  /** 32 bytes, base64; needed for `private-encrypted-` channels. */
  encryptionMasterKeyBase64?: string
  /** Pusher's limits by default; single ones can be changed, `false` switches all off. */
  limits?: Partial<Limits> | false
  /** Milliseconds that channel_vacated and member_removed wait after a disconnect, in case it comes back. @default 0 */
  webhookDelay?: number
  /** Milliseconds over which webhook events are collected into one request. @default 0, each its own */
  webhookBatchInterval?: number
  /** Frames kept in the log; older ones are forgotten. @default 10000 */
  frameLogSize?: number
  /** Gets what a test's author should know, such as a wrong signature; `false` for silence. @default console.warn */
  logger?: ((message: string) => void) | false
  /** Source of socket ids and nonces, 0 <= n < 1. @default Math.random */
  random?: () => number
  /** Time and timers. @default those of the realm, as they were at import */
  clock?: Clock
}

export interface ResolvedOptions extends Required<Omit<PusherFakeOptions, OptionalInput>> {
  readonly limits: Limits
  readonly logger: (message: string) => void
  readonly encryptionMasterKey: Uint8Array | undefined
}

type OptionalInput = 'limits' | 'logger' | 'encryptionMasterKeyBase64'

type Check = (value: unknown) => boolean

/** A lone surrogate fits in no URL. */
const isText: Check = (value) => typeof value === 'string' && value !== '' && value.isWellFormed()
const isBoolean: Check = (value) => typeof value === 'boolean'
const isPositive: Check = (value) => Number.isFinite(value) && Number(value) > 0
const isDuration: Check = (value) => typeof value === 'number' && value >= 0
const isFunction: Check = (value) => typeof value === 'function'
const isObject: Check = (value) => typeof value === 'object' && value !== null

const CHECKS: Record<keyof PusherFakeOptions, readonly [expected: string, check: Check]> = {
  appId: ['a non-empty string', isText],
  key: ['a non-empty string', isText],
  secret: ['a non-empty string', isText],
  cluster: ['a non-empty string', isText],
  clientEvents: ['a boolean', isBoolean],
  subscriptionCount: ['a boolean', isBoolean],
  enabled: ['a boolean', isBoolean],
  tlsOnly: ['a boolean', isBoolean],
  activityTimeout: ['a positive number of seconds', isPositive],
  pongTimeout: ['a positive number of seconds', isPositive],
  encryptionMasterKeyBase64: ['32 bytes encoded as base64', isMasterKey],
  limits: ['an object of limits, or false', (value) => value === false || isObject(value)],
  webhookDelay: ['0 or more milliseconds', isDuration],
  webhookBatchInterval: ['0 or more milliseconds', isDuration],
  frameLogSize: ['a positive integer', (value) => isPositive(value) && Number.isInteger(value)],
  logger: ['a function, or false', (value) => value === false || isFunction(value)],
  random: ['a function', isFunction],
  clock: ['an object with now, setTimeout and clearTimeout', isClock],
}

/** The names of all options of {@link PusherFakeOptions}. */
export const OPTION_NAMES: readonly string[] = Object.keys(CHECKS)

/** @throws PusherFakeError `invalid_option` that names the option and what was expected */
export function resolveOptions(options: PusherFakeOptions = {}): ResolvedOptions {
  assertKnownOptions(options, OPTION_NAMES)
  for (const [name, [expected, check]] of Object.entries(CHECKS)) {
    const value: unknown = options[name as keyof PusherFakeOptions]
    if (value !== undefined && !check(value)) {
      throw invalidOption(`Option "${name}" must be ${expected}, got ${showValue(value)}.`)
    }
  }
  const { encryptionMasterKeyBase64: masterKey, limits, logger, ...rest } = options
  return {
    appId: 'app-id',
    key: 'app-key',
    secret: 'app-secret',
    cluster: 'mt1',
    clientEvents: true,
    subscriptionCount: false,
    enabled: true,
    tlsOnly: false,
    activityTimeout: 120,
    pongTimeout: 30,
    webhookDelay: 0,
    webhookBatchInterval: 0,
    frameLogSize: 10_000,
    random: Math.random,
    clock: systemClock,
    ...withoutUndefined(rest),
    limits: resolveLimits(limits),
    logger: logger === false ? () => {} : (logger ?? ((message) => console.warn(message))),
    encryptionMasterKey: masterKey === undefined ? undefined : fromBase64(masterKey),
  }
}

/** @throws PusherFakeError `invalid_option` naming the first option that is not in `allowed` */
export function assertKnownOptions(
  options: object,
  allowed: readonly string[],
  what = 'option',
): void {
  if (!isObject(options))
    throw invalidOption(`Options must be an object, got ${showValue(options)}.`)
  for (const name of Object.keys(options)) {
    if (!allowed.includes(name)) {
      throw invalidOption(`Unknown ${what} "${name}". Allowed are: ${allowed.join(', ')}.`)
    }
  }
}

function resolveLimits(limits: Partial<Limits> | false | undefined): Limits {
  if (limits === false) return NO_LIMITS
  if (limits === undefined) return PUSHER_LIMITS
  assertKnownOptions(limits, Object.keys(PUSHER_LIMITS), 'limit')
  for (const [name, value] of Object.entries(limits)) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
      throw invalidOption(`Limit "${name}" must be a number of 0 or more, got ${showValue(value)}.`)
    }
  }
  return { ...PUSHER_LIMITS, ...withoutUndefined(limits) }
}

function isClock(value: unknown): boolean {
  if (!isObject(value)) return false
  const clock: Partial<Clock> = value as object
  return [clock.now, clock.setTimeout, clock.clearTimeout].every(isFunction)
}

function isMasterKey(value: unknown): boolean {
  return typeof value === 'string' && fromBase64(value)?.length === MASTER_KEY_BYTES
}

function invalidOption(message: string): PusherFakeError {
  return new PusherFakeError('invalid_option', message)
}
