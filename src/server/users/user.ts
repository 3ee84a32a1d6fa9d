import { isRecord, type JsonValue } from '../../protocol/json.ts'
import {
  checkOptions,
  isListOf,
  isString,
  type Rule,
  type Rules,
  required,
  TEXT,
} from '../check-options.ts'
import { encodeJson } from '../encode-json.ts'

/** A user as `pusher.signin()` knows it. */
export interface User {
  /** Not empty. */
  readonly id: string
  /** Anything about the user that is JSON; members of a presence channel see it. On the wire `user_info`. */
  readonly info?: JsonValue
  /** Ids of users whose coming and going this one is told of. */
  readonly watchlist?: readonly string[]
}

/** A member of a presence channel. */
export interface PresenceUser {
  /** The same for every connection of a user. On the wire `user_id`. */
  readonly id: string
  /** What the other members see. On the wire `user_info`. */
  readonly info?: JsonValue
}

export const USER_RULES: Rules<User> = {
  id: required(TEXT),
  info: ['JSON', () => true],
  watchlist: ['a list of user ids', isListOf(isString)],
}

/** The rule for an option or argument that is one. */
export const USER: Rule = ['a user, { id, info }', isRecord, { inner: USER_RULES }]

/** The `channel_data` of a member, as the server SDKs sign it. @throws PusherFakeError */
export function channelDataOf(user: PresenceUser): string {
  checkOptions(user, USER_RULES, 'A member')
  return encodeJson({ user_id: user.id, user_info: user.info }, 'A member')
}

/** The `user_data` of a user, as the server SDKs sign it. @throws PusherFakeError */
export function userDataOf(user: User): string {
  checkOptions(user, USER_RULES, 'A user')
  const { id, info, watchlist } = user
  return encodeJson({ id, user_info: info, watchlist }, 'A user')
}
