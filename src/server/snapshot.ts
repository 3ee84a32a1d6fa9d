import { decodeData, type JsonValue } from '../protocol/json.ts'
import type { Channel } from './channels/channel.ts'
import type { Connection } from './connections/connection.ts'
import type { Engine } from './engine.ts'

/** A member of a presence channel at one moment. */
export interface MemberSnapshot {
  /** The `user_id`. */
  readonly id: string
  /** The `user_info`; null when the member has none. */
  readonly info: JsonValue
}

/** A channel at one moment. */
export interface ChannelSnapshot {
  readonly name: string
  /** Connections that are subscribed, virtual peers among them. */
  readonly subscriptionCount: number
  /** Distinct users, on presence channels. */
  readonly userCount?: number
  /** In the order in which they came, on presence channels. */
  readonly members?: readonly MemberSnapshot[]
  /** The event that a new subscriber of a cache channel gets, data decoded. */
  readonly cachedEvent?: { readonly event: string; readonly data: unknown }
}

/** A connection at one moment. */
export interface ConnectionSnapshot {
  readonly socketId: string
  /** The user of `pusher:signin`. */
  readonly userId?: string
  /** The names of the channels that it is subscribed to. */
  readonly channels: readonly string[]
  /** The URL that the client dialled. */
  readonly url: string
  /** Milliseconds since the epoch. */
  readonly openedAt: number
  /** Whether it is a virtual peer, of `fake.connect()`, and none of the app's clients. */
  readonly virtual: boolean
}

export function channelSnapshot(engine: Engine, channel: Channel): ChannelSnapshot {
  const { name, spec, subscribers, roster } = channel
  const cached = spec.cache ? engine.cache.get(name) : undefined
  return {
    name,
    subscriptionCount: subscribers.size,
    ...(spec.kind === 'presence' && { userCount: roster.size, members: roster.members() }),
    ...(cached !== undefined && {
      cachedEvent: { event: cached.event, data: decodeData(cached.data) },
    }),
  }
}

export function connectionSnapshot(engine: Engine, connection: Connection): ConnectionSnapshot {
  const { socketId, user, channels, url, openedAt } = connection
  return {
    socketId,
    ...(user !== undefined && { userId: user.id }),
    channels: [...channels.keys()],
    url: url.url,
    openedAt,
    virtual: engine.peers.has(socketId),
  }
}
