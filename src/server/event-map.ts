/**
 * The app's events by channel, as `createPusherFake<{ orders: { created: { id: number } } }>()` names
 * them: channel to event to data.
 */
export type EventMap<Events> = { readonly [Channel in keyof Events]: object }

/** Any channel, any event, anything that `JSON.stringify` encodes. */
export type AnyEvents = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The names of the channels of an event map. */
export type ChannelOf<Events> = keyof Events & string

/** The names of the events of a channel. */
export type EventOf<Events, Channel extends ChannelOf<Events>> = keyof Events[Channel] & string

/** The client events of a channel. */
export type ClientEventOf<Events, Channel extends ChannelOf<Events>> = EventOf<Events, Channel> &
  `client-${string}`
