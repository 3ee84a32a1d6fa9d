import type { ChannelName } from '../../protocol/channel-name.ts'
import type { WireFrame } from '../connections/wire-frame.ts'
import { type PresenceMember, PresenceRoster } from './presence-roster.ts'

/** A connection as its channels know it. */
export interface Subscriber {
  readonly socketId: string
  /** Sends a frame that is serialized already. @returns whether it left */
  deliver(frame: WireFrame): boolean
}

/** An occupied channel: its subscribers and, on a presence channel, its members. */
export class Channel {
  readonly name: string
  readonly spec: ChannelName
  readonly subscribers: Map<Subscriber, PresenceMember | undefined> = new Map()
  readonly roster: PresenceRoster = new PresenceRoster()
  /**
   * Whether a webhook has told that the cache is empty: one does for all who subscribe meanwhile.
   * Source: Pusher docs, using_channels/cache-channels, "Handling cache misses".
   */
  missReported = false
  /** When the subscribers were last told how many they are, in milliseconds since the epoch. */
  countToldAt: number | undefined
  /** Runs while a count is held back. */
  countTimer: unknown

  constructor(spec: ChannelName) {
    this.name = spec.name
    this.spec = spec
  }

  /** Whether the app's owner sees it: the channel of a user is the service's own business. */
  get listed(): boolean {
    return this.spec.kind !== 'server-to-user'
  }
}

/** The occupied channels by name. */
export class ChannelRegistry {
  readonly #channels = new Map<string, Channel>()

  get(name: string): Channel | undefined {
    return this.#channels.get(name)
  }

  /** The channel, made when this is its first subscriber. */
  open(spec: ChannelName): Channel {
    const existing = this.#channels.get(spec.name)
    if (existing !== undefined) return existing
    const channel = new Channel(spec)
    this.#channels.set(spec.name, channel)
    return channel
  }

  delete(name: string): void {
    this.#channels.delete(name)
  }

  /** The channels that the app's owner sees, in the order in which they were occupied. */
  listed(): Channel[] {
    return [...this.#channels.values()].filter((channel) => channel.listed)
  }

  clear(): void {
    this.#channels.clear()
  }
}
