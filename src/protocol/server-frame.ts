import type { JsonValue } from './json.ts'

/** A member of a presence channel, id and info as JSON: written once, however many hear of it. */
export interface MemberJson {
  readonly id: string
  readonly info: string
}

export interface WatchlistEvent {
  readonly name: 'online' | 'offline'
  readonly user_ids: readonly string[]
}

/**
 * Every frame that the service sends. `data` is a JSON string (double encoded) where the protocol says
 * so. Source: Pusher docs, pusher-websockets-protocol, "Double encoding".
 */
export type ServerFrame =
  | { readonly event: 'pusher:connection_established'; readonly data: string }
  | {
      readonly event: 'pusher:error'
      readonly data: { readonly code: number | null; readonly message: string }
    }
  | { readonly event: 'pusher:ping' | 'pusher:pong'; readonly data: string }
  | { readonly event: 'pusher:signin_success'; readonly data: { readonly user_data: string } }
  | { readonly event: 'pusher:cache_miss'; readonly channel: string }
  | {
      readonly event: 'pusher_internal:watchlist_events'
      readonly data: { readonly events: readonly WatchlistEvent[] }
    }
  | {
      readonly event:
        | 'pusher_internal:subscription_succeeded'
        | 'pusher_internal:member_added'
        | 'pusher_internal:member_removed'
        | 'pusher_internal:subscription_count'
      readonly channel: string
      readonly data: string
    }
  | ChannelEventFrame

/** An event of the app on a channel; `user_id` only for client events on presence channels. */
export interface ChannelEventFrame {
  readonly event: string
  readonly channel: string
  readonly data: string
  readonly user_id?: string
}

export function serializeFrame(frame: ServerFrame): string {
  return JSON.stringify(frame)
}

const SOCKET_ID = /^\d+\.\d+$/

/** Two integers joined by a dot. Source: pusher-http-node lib/pusher.js, validateSocketId. */
export function isSocketId(value: string): boolean {
  return SOCKET_ID.test(value)
}

/**
 * The first frame of a connection.
 *
 * @param activityTimeout seconds of silence after which the client pings; pusher-js refuses a handshake
 *   without it, protocols before 7 know none
 */
export function connectionEstablished(
  socketId: string,
  activityTimeout: number | undefined,
): ServerFrame {
  const data = { socket_id: socketId, activity_timeout: activityTimeout }
  return { event: 'pusher:connection_established', data: JSON.stringify(data) }
}

/** `code` null means that the connection goes on; its data is an object, not a string. */
export function errorFrame(code: number | null, message: string): ServerFrame {
  return { event: 'pusher:error', data: { code, message } }
}

/** @param members of a presence channel, the new one among them */
export function subscriptionSucceeded(
  channel: string,
  members?: readonly MemberJson[],
): ServerFrame {
  const data = members === undefined ? '{}' : presenceState(members)
  return { event: 'pusher_internal:subscription_succeeded', channel, data }
}

/** `{ presence: { count, ids, hash } }`, put together from what is JSON already. */
function presenceState(members: readonly MemberJson[]): string {
  const ids = members.map(({ id }) => id).join(',')
  const hash = members.map(({ id, info }) => `${id}:${info}`).join(',')
  return `{"presence":{"count":${members.length},"ids":[${ids}],"hash":{${hash}}}}`
}

export function memberAdded(channel: string, userId: string, userInfo: JsonValue): ServerFrame {
  const data = JSON.stringify({ user_id: userId, user_info: userInfo })
  return { event: 'pusher_internal:member_added', channel, data }
}

export function memberRemoved(channel: string, userId: string): ServerFrame {
  const data = JSON.stringify({ user_id: userId })
  return { event: 'pusher_internal:member_removed', channel, data }
}

export function subscriptionCount(channel: string, count: number): ServerFrame {
  const data = JSON.stringify({ subscription_count: count })
  return { event: 'pusher_internal:subscription_count', channel, data }
}
