/**
 * The app's events by channel, as `createPusherFake<{ orders: { created: { id: number } } }>()` names
 * them: channel to event to data. A key with `*` is a pattern of channels.
 */
export type EventMap<Events> = { readonly [Channel in keyof Events]: object }

/** Any channel, any event, anything that `JSON.stringify` encodes. */
export type AnyEvents = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The names of the channels of an event map; a key such as `private-user-*` stands for any that begin so. */
export type ChannelOf<Events> = NamesOf<keyof Events & string>

/** The names that a pattern stands for. */
export type NamesOf<Pattern extends string> = Pattern extends `${infer Head}*${infer Tail}`
  ? `${Head}${string}${NamesOf<Tail>}`
  : Pattern

/** What the event map says of a channel: its own entry, or else that of the most exact pattern. */
type Declared<Events, Channel> = Channel extends unknown
  ? Events[MostExact<KeyFor<Events, Channel>> & keyof Events]
  : never

type KeyFor<Events, Channel> = {
  [Key in keyof Events & string]: Channel extends NamesOf<Key> ? Key : never
}[keyof Events & string]

/** The keys of which no other one is a part. */
type MostExact<Key extends string, All extends string = Key> = Key extends unknown
  ? [Narrower<Key, All>] extends [never]
    ? Key
    : never
  : never

type Narrower<Key extends string, All extends string> = All extends Key
  ? never
  : NamesOf<All> extends NamesOf<Key>
    ? All
    : never

/** The names of the events of a channel. */
export type EventOf<Events, Channel extends ChannelOf<Events>> = keyof Declared<Events, Channel> &
  string

/** The data of an event. */
export type EventData<
  Events,
  Channel extends ChannelOf<Events>,
  Name extends EventOf<Events, Channel>,
> = Declared<Events, Channel>[Name & keyof Declared<Events, Channel>]

/** The events of signed-in users: what the map says of `#server-to-user-*`, or else any. */
export type UserEvents<Events> = '#server-to-user-*' extends keyof Events
  ? Events['#server-to-user-*']
  : Readonly<Record<string, unknown>>

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
