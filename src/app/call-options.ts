import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { isRecord } from '../protocol/json.ts'
import {
  type ChannelInfo,
  INFO_ATTRIBUTES,
  type InfoAttribute,
  isAttribute,
} from '../server/channels/channel-info.ts'
import { isListOf, isString, type Rule, type Rules } from '../server/check-options.ts'
import { type PresenceUser, USER_RULES, type User } from '../server/users/user.ts'

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
const USER: Rule = ['a user, { id, info }', isRecord, { inner: USER_RULES }]
const ATTRIBUTES = INFO_ATTRIBUTES.map((name) => `'${name}'`).join(', ')

export const TRIGGER_RULES: Rules<TriggerOptions> = {
  socketId: SOCKET_ID,
  info: [`a list of some of ${ATTRIBUTES}`, isListOf(isAttribute)],
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

/** For callers who know the SDK, which takes the socket id first. @throws PusherFakeError */
export function assertOneObject(request: unknown, call: string): void {
  if (typeof request !== 'string') return
  throw new PusherFakeError(
    'invalid_option',
    `${call.replace(/\(.*/, '')} takes one object here, not what the SDK's takes, got ${showValue(request)}. Write: fake.${call}`,
  )
}
