/** The service's limits. `Infinity` switches one off. */
export interface Limits {
  /** Characters of a channel name, prefix included. */
  readonly channelNameLength: number
  /** Characters of an event name. */
  readonly eventNameLength: number
  /** UTF-8 bytes of an event's data. */
  readonly eventDataBytes: number
  /** Channels of one trigger. */
  readonly channelsPerTrigger: number
  /** Events of one batch. */
  readonly batchSize: number
  /** Distinct users of one presence channel. */
  readonly presenceMembers: number
  /** Characters of a presence user_id. */
  readonly presenceUserIdLength: number
  /** UTF-8 bytes of a presence user_info. */
  readonly presenceUserInfoBytes: number
  /** Client events that one connection may send in a second. */
  readonly clientEventsPerSecond: number
  /** User ids of one watchlist. */
  readonly watchlistSize: number
  /** Simultaneous connections of the app. */
  readonly connections: number
  /** Seconds between a REST request's auth_timestamp and now. */
  readonly authTimestampSeconds: number
  /** Seconds that a cache channel keeps its last event. */
  readonly cacheSeconds: number
}

/**
 * Pusher's own limits. Sources: docs using_channels/channels (164 characters), events (10 client events
 * a second), presence-channels (100 members, 1 KB, 128 characters), cache-channels (30 minutes),
 * watchlist-events (100), library_auth_reference/rest-api (10 KB, 100 channels, 10 events, 600 s).
 */
export const PUSHER_LIMITS: Limits = {
  channelNameLength: 164,
  eventNameLength: 200,
  eventDataBytes: 10_240,
  channelsPerTrigger: 100,
  batchSize: 10,
  presenceMembers: 100,
  presenceUserIdLength: 128,
  presenceUserInfoBytes: 1_024,
  clientEventsPerSecond: 10,
  watchlistSize: 100,
  connections: Number.POSITIVE_INFINITY,
  authTimestampSeconds: 600,
  cacheSeconds: 1_800,
}

/** Every limit off. */
export const NO_LIMITS: Limits = Object.fromEntries(
  Object.keys(PUSHER_LIMITS).map((name) => [name, Number.POSITIVE_INFINITY]),
) as unknown as Limits

/** What the service says of data over the limit, in a trigger and in a client event (laravel-totem#303). */
export function dataTooLarge(bytes: number): string {
  return `The data content of this event exceeds the allowed maximum (${bytes} bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info`
}
