import { fromBase64, MASTER_KEY_BYTES } from '../protocol/encryption.ts'
import { isRecord } from '../protocol/json.ts'
import { type Limits, NO_LIMITS, PUSHER_LIMITS } from '../protocol/limits.ts'
import {
  BOOLEAN,
  checkOptions,
  FUNCTION,
  isAtLeastZero,
  isFunction,
  isPositive,
  MILLISECONDS,
  type Rule,
  type Rules,
  TEXT,
} from './check-options.ts'
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
  activityTimeoutSeconds?: number
  /** Seconds that the service waits for a pong before it closes with 4201. @default 30 */
  pongTimeoutSeconds?: number
  /** 32 bytes, base64; needed for `private-encrypted-` channels. */
  encryptionMasterKeyBase64?: string
  /** Pusher's limits by default; single ones can be changed, `false` switches all off. */
  limits?: Partial<Limits> | false
  /** Milliseconds that channel_vacated and member_removed wait after a disconnect, in case it comes back. @default 0 */
  webhookDelay?: number
  /** Milliseconds over which webhook events are collected into one request. @default 0, each its own */
  webhookBatchInterval?: number
  /** Frames kept in the log, and entries in journal, problems and webhooks; older ones are forgotten. @default 10000 */
  frameLogSize?: number
  /** Bytes that each of these may take, about; older entries are forgotten. @default 67108864, 64 MiB */
  frameLogBytes?: number
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

const POSITIVE_INTEGER: Rule = [
  'a positive integer',
  (value) => isPositive(value) && Number.isInteger(value),
]
const SECONDS: Rule = ['a positive number of seconds', isPositive]

const LIMIT: Rule = ['a number of 0 or more', isAtLeastZero]

/** What each option must be. */
export const OPTION_RULES: Rules<PusherFakeOptions> = {
  appId: TEXT,
  key: TEXT,
  secret: TEXT,
  cluster: TEXT,
  clientEvents: BOOLEAN,
  subscriptionCount: BOOLEAN,
  enabled: BOOLEAN,
  tlsOnly: BOOLEAN,
  activityTimeoutSeconds: SECONDS,
  pongTimeoutSeconds: SECONDS,
  encryptionMasterKeyBase64: ['32 bytes encoded as base64', isMasterKey],
  limits: [
    'an object of limits, or false',
    (value) => value === false || isRecord(value),
    { inner: Object.fromEntries(Object.keys(PUSHER_LIMITS).map((name) => [name, LIMIT])) },
  ],
  webhookDelay: MILLISECONDS,
  webhookBatchInterval: MILLISECONDS,
  frameLogSize: POSITIVE_INTEGER,
  frameLogBytes: POSITIVE_INTEGER,
  logger: ['a function, or false', (value) => value === false || isFunction(value)],
  random: FUNCTION,
  clock: ['an object with now, setTimeout and clearTimeout', isClock],
}

/** @throws PusherFakeError `invalid_option` that names the option and what was expected */
export function resolveOptions(options: PusherFakeOptions = {}): ResolvedOptions {
  checkOptions(options, OPTION_RULES)
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
    activityTimeoutSeconds: 120,
    pongTimeoutSeconds: 30,
    webhookDelay: 0,
    webhookBatchInterval: 0,
    frameLogSize: 10_000,
    frameLogBytes: 67_108_864,
    random: Math.random,
    clock: systemClock,
    ...withoutUndefined(rest),
    limits: resolveLimits(limits),
    logger: logger === false ? () => {} : (logger ?? ((message) => console.warn(message))),
    encryptionMasterKey: masterKey === undefined ? undefined : fromBase64(masterKey),
  }
}

function resolveLimits(limits: Partial<Limits> | false | undefined): Limits {
  if (limits === false) return NO_LIMITS
  return { ...PUSHER_LIMITS, ...withoutUndefined(limits ?? {}) }
}

function isClock(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const clock: Partial<Clock> = value
  return [clock.now, clock.setTimeout, clock.clearTimeout].every(isFunction)
}

function isMasterKey(value: unknown): boolean {
  return typeof value === 'string' && fromBase64(value)?.length === MASTER_KEY_BYTES
}
