import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import {
  type ChannelInfo,
  INFO_ATTRIBUTES,
  type InfoAttribute,
  isAttribute,
} from '../server/channels/channel-info.ts'
import { isListOf, isString, type Rule, type Rules, required } from '../server/check-options.ts'
import { type PresenceUser, USER, type User } from '../server/users/user.ts'

/** Options of `fake.trigger`, as the server SDK has them. */
export interface TriggerOptions {
  /** A connection that does not get the event, usually the one that caused it. */
  readonly socketId?: string
  /** Attributes to answer for each channel. */
  readonly info?: readonly InfoAttribute[]
}

/** What the REST API answers to a trigger: `channels` when `info` was asked for. */
export interface TriggerResult {
  /** By channel. */
  readonly channels?: Readonly<Record<string, ChannelInfo>>
}

/** One event of a batch. */
export interface BatchEvent {
  readonly channel: string
  /** The name of the event. */
  readonly name: string
  /** A string is sent as it is, anything else as JSON. */
  readonly data: unknown
  /** A connection that does not get the event. */
  readonly socketId?: string
}

/** What an authorization endpoint is asked. */
export interface ChannelAuthorizationRequest {
  readonly socketId: string
  readonly channelName: string
  /** The member on a presence channel; without one the client must be signed in. */
  readonly user?: PresenceUser
}

/** What a user authentication endpoint is asked. */
export interface UserAuthenticationRequest {
  readonly socketId: string
  readonly user: User
}

/** Options of `fake.connect`. */
export interface ConnectOptions {
  /** Signs the peer in. */
  readonly user?: User
}

const SOCKET_ID: Rule = ['a socket id, as 1234.5678', isString]
const ATTRIBUTES = INFO_ATTRIBUTES.map((name) => `'${name}'`).join(', ')

export const TRIGGER_RULES: Rules<TriggerOptions> = {
  socketId: SOCKET_ID,
  info: [`a list of some of ${ATTRIBUTES}`, isListOf(isAttribute)],
}

const ANYTHING: Rule = ['anything', () => true]

/** What is no option of a trigger is checked as one of `fake.trigger`. */
export const BATCH_RULES: Rules<BatchEvent> & Rules<TriggerOptions> = {
  channel: ANYTHING,
  name: ANYTHING,
  data: ANYTHING,
  ...TRIGGER_RULES,
}

export const AUTHORIZATION_RULES: Rules<ChannelAuthorizationRequest> = {
  socketId: SOCKET_ID,
  channelName: ["a channel's name", isString],
  user: USER,
}

export const AUTHENTICATION_RULES: Rules<UserAuthenticationRequest> = {
  socketId: SOCKET_ID,
  user: USER,
}

export const CONNECT_RULES: Rules<ConnectOptions> = { user: USER }

/** The argument of `fake.rotateEncryptionMasterKey`, by its name. */
export const ROTATION_RULES: Readonly<Record<string, Rule>> = {
  encryptionMasterKeyBase64: required(['32 bytes encoded as base64', isString]),
}

/** For callers without types; a Request of another realm is one. @throws PusherFakeError */
export function assertRequest(request: unknown): void {
  if (isRecord(request) && isString(request['url']) && isString(request['method'])) return
  throw new PusherFakeError(
    'invalid_option',
    `fetch: expected a Request, got ${showValue(request)}. Write: fake.fetch(new Request(url, options))`,
  )
}

/** For callers who know the SDK, which takes the socket id first. @throws PusherFakeError */
export function assertOneObject(request: unknown, call: string): void {
  if (typeof request !== 'string') return
  throw new PusherFakeError(
    'invalid_option',
    `${call.replace(/\(.*/, '')} takes one object here, not what the SDK's takes, got ${showValue(request)}. Write: fake.${call}`,
  )
}
