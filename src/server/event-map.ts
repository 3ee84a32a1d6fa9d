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

/**
 * An event map by the names that Laravel Echo listens to, as the fake triggers what Laravel sends: `OrderShipped`
 * is `App\\Events\\OrderShipped`, and a leading dot or backslash says that the rest is the whole name. It takes
 * the `Events` of Echo's hooks, which Wayfinder writes, for each channel.
 *
 * @example
 * createPusherFake<EchoEvents<{ orders: { OrderShipped: { id: number }; '.order.paid': { id: number } } }>>()
 */
export type EchoEvents<Events extends EventMap<Events>, Namespace extends string = 'App.Events'> = {
  readonly [Channel in keyof Events]: {
    readonly [Name in keyof Events[Channel] & string as SentName<
      Name,
      Namespace
    >]: Events[Channel][Name]
  }
}

/** What Laravel sends for what Echo listens to. Source: laravel-echo, util/event-formatter. */
type SentName<Name extends string, Namespace extends string> = Name extends `.${infer Rest}`
  ? Rest
  : Name extends `\\${infer Rest}`
    ? Rest
    : Name extends `client-${string}`
      ? Name
      : Backslashed<`${Namespace}.${Name}`>

type Backslashed<Text extends string> = Text extends `${infer Head}.${infer Tail}`
  ? `${Head}\\${Backslashed<Tail>}`
  : Text
