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
  required,
  TEXT,
} from './check-options.ts'
import { type Clock, systemClock } from './clock.ts'
import { CONTRACT_POLICY, type ContractPolicy } from './contracts/event-contracts.ts'
import type { EventSchemas } from './contracts/event-schemas.ts'
import { withoutUndefined } from './without-undefined.ts'

/** Options of `createPusherFake` and of every door that makes a fake. All are optional. */
export interface PusherFakeOptions {
  /** @default '1000001' */
  appId?: string
  /** @default 'app-key' */
  key?: string
  /** @default 'app-secret' */
  secret?: string
  /**
   * Tokens that the app has besides `key` and `secret`, younger ones, as while a leaked secret is replaced. All
   * of them are accepted, from clients and backends; webhooks are signed with the oldest: `key` and `secret`.
   */
  extraTokens?: readonly AppToken[]
  /** Cluster named in `fake.pusherOptions()`; sockets of every cluster are served. @default 'mt1' */
  cluster?: string
  /** Whether clients may send client events. @default true */
  clientEvents?: boolean
  /** Whether subscribers get `pusher:subscription_count`. @default false */
  subscriptionCount?: boolean
  /**
   * Whether it is told at most every 5 s to more than 100 subscribers of a channel, as the service does.
   *
   * @default false, each change at once
   */
  subscriptionCountThrottle?: boolean
  /**
   * Closes a connection with 4009 that neither signs in nor joins a private or presence channel in time. The
   * service does not document its timeout.
   *
   * @default false; `true` is `{ timeoutSeconds: 30 }`
   */
  authorizedConnections?: boolean | { readonly timeoutSeconds: number }
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
  /**
   * What the app's events carry: channels, or patterns such as `private-user-*`, to events to schemas of zod,
   * valibot, arktype or any library of the Standard Schema. They type the fake, too.
   */
  events?: EventSchemas
  /**
   * What becomes of an event that is not as `events` says: the test fails, or its author is told by a warning.
   *
   * @default 'fail'
   */
  contracts?: ContractPolicy
  /** Whether events and channels that `events` does not declare break a contract, too. @default false */
  strict?: boolean
  /** Of what faults leave to chance, a whole number: the same in each run, anew after `reset`. @default 1 */
  seed?: number
  /** Source of socket ids and nonces, 0 <= n < 1. @default Math.random */
  random?: () => number
  /** Time and timers. @default those of the realm, as they were at import */
  clock?: Clock
}

/** A pair of an app's credentials; an app may have several. Source: Pusher docs, server_api/webhooks. */
export interface AppToken {
  readonly key: string
  readonly secret: string
}

export interface ResolvedOptions extends Required<Omit<PusherFakeOptions, OptionalInput>> {
  readonly limits: Limits
  readonly logger: (message: string) => void
  readonly encryptionMasterKey: Uint8Array | undefined
  readonly authorizedConnections: false | { readonly timeoutSeconds: number }
  /** The secrets by key, the oldest first. */
  readonly tokens: ReadonlyMap<string, string>
  readonly events?: EventSchemas
}

type OptionalInput =
  | 'events'
  | 'limits'
  | 'logger'
  | 'encryptionMasterKeyBase64'
  | 'extraTokens'
  | 'authorizedConnections'

const AUTHORIZED_CONNECTIONS = { timeoutSeconds: 30 }

const POSITIVE_INTEGER: Rule = [
  'a positive integer',
  (value) => isPositive(value) && Number.isInteger(value),
]
const SECONDS: Rule = ['a positive number of seconds', isPositive]

const TOKEN: Rules<AppToken> = { key: required(TEXT), secret: required(TEXT) }

const LIMIT: Rule = ['a number of 0 or more', isAtLeastZero]

/** What each option must be. */
export const OPTION_RULES: Rules<PusherFakeOptions> = {
  appId: TEXT,
  key: TEXT,
  secret: TEXT,
  cluster: TEXT,
  extraTokens: ['a list of { key, secret }', Array.isArray, { items: TOKEN }],
  clientEvents: BOOLEAN,
  subscriptionCount: BOOLEAN,
  subscriptionCountThrottle: BOOLEAN,
  authorizedConnections: [
    'a boolean, or { timeoutSeconds }',
    (value) => typeof value === 'boolean' || isRecord(value),
    { inner: { timeoutSeconds: required(SECONDS) } },
  ],
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
  events: ['an object of channels, each an object of schemas by event', isRecord],
  contracts: CONTRACT_POLICY,
  strict: BOOLEAN,
  seed: ['a whole number', Number.isInteger],
  random: FUNCTION,
  clock: ['an object with now, setTimeout and clearTimeout', isClock],
}

/** @throws PusherFakeError `invalid_option` that names the option and what was expected */
export function resolveOptions(options: PusherFakeOptions = {}): ResolvedOptions {
  checkOptions(options, OPTION_RULES)
  const { encryptionMasterKeyBase64: masterKey, limits, logger, extraTokens, ...rest } = options
  const { key = 'app-key', secret = 'app-secret', authorizedConnections = false } = options
  return {
    appId: '1000001',
    key: 'app-key',
    secret: 'app-secret',
    cluster: 'mt1',
    clientEvents: true,
    subscriptionCount: false,
    subscriptionCountThrottle: false,
    enabled: true,
    tlsOnly: false,
    activityTimeoutSeconds: 120,
    pongTimeoutSeconds: 30,
    webhookDelay: 0,
    webhookBatchInterval: 0,
    frameLogSize: 10_000,
    frameLogBytes: 67_108_864,
    contracts: 'fail',
    strict: false,
    seed: 1,
    random: Math.random,
    clock: systemClock,
    ...withoutUndefined(rest),
    tokens: tokensByKey([{ key, secret }, ...(extraTokens ?? [])]),
    authorizedConnections:
      authorizedConnections === true ? AUTHORIZED_CONNECTIONS : authorizedConnections,
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

/** Of two with one key the older one counts. */
function tokensByKey(tokens: readonly AppToken[]): ReadonlyMap<string, string> {
  return new Map(tokens.toReversed().map((token) => [token.key, token.secret]))
}

function isMasterKey(value: unknown): boolean {
  return typeof value === 'string' && fromBase64(value)?.length === MASTER_KEY_BYTES
}
