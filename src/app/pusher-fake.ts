import type { EventSchemas, EventsOf } from '../server/contracts/event-schemas.ts'
import type {
  AnyEvents,
  ChannelOf,
  ClientEventOf,
  EventData,
  EventMap,
  EventOf,
  NamesOf,
  UserEvents,
} from '../server/event-map.ts'
import type { ClientEventRecord, SubscriptionEvent } from '../server/events.ts'
import type { VirtualPeer } from '../server/peers/virtual-peer.ts'
import type { WaitOptions } from '../server/waits/wait-options.ts'
import type { ClientWaitOptions, SubscriptionWaitOptions } from '../server/waits/waits.ts'
import type { BatchEvent, ConnectOptions, TriggerOptions, TriggerResult } from './call-options.ts'
import type { PusherApp } from './pusher-app.ts'

/**
 * A complete Pusher app in memory. Make one with `createPusherFake`.
 *
 * @typeParam Events the app's events, channel to event to data; any by default
 */
export interface PusherFake<Events extends EventMap<Events> = AnyEvents> extends PusherApp {
  trigger<Channel extends ChannelOf<Events>, Name extends EventOf<Events, Channel>>(
    channels: Channel | readonly Channel[],
    event: Name,
    data: EventData<Events, Channel, Name>,
    options?: TriggerOptions,
  ): TriggerResult

  triggerBatch(events: readonly TypedBatchEvent<Events>[]): void

  sendToUser<Name extends keyof UserEvents<Events> & string>(
    userId: string,
    event: Name,
    data: UserEvents<Events>[Name],
  ): void

  waitForSubscription(
    channel: ChannelOf<Events>,
    options?: SubscriptionWaitOptions,
  ): Promise<SubscriptionEvent>

  waitForClientEvent<
    Channel extends ChannelOf<Events>,
    Name extends ClientEventOf<Events, Channel>,
  >(
    channel: Channel,
    event: Name,
    options?: ClientWaitOptions,
  ): Promise<ClientEventRecord<EventData<Events, Channel, Name>>>

  connect(options?: ConnectOptions): TypedVirtualPeer<Events>
}

/** The fake that the schemas of the option `events` type. */
export type PusherFakeOf<Schemas extends EventSchemas> =
  EventsOf<Schemas> extends infer Events
    ? Events extends EventMap<Events>
      ? PusherFake<Events>
      : never
    : never

/** A virtual peer that sends the app's client events only. */
export interface TypedVirtualPeer<Events extends EventMap<Events>> extends VirtualPeer {
  subscribe(
    channel: ChannelOf<Events>,
    user?: Parameters<VirtualPeer['subscribe']>[1],
    options?: WaitOptions,
  ): Promise<void>

  trigger<Channel extends ChannelOf<Events>, Name extends ClientEventOf<Events, Channel>>(
    channel: Channel,
    event: Name,
    data: EventData<Events, Channel, Name>,
  ): Promise<void>
}

/** One event of a batch, whose data go with its name and channel. */
export type TypedBatchEvent<Events extends EventMap<Events>> = {
  [Key in keyof Events & string]: {
    [Name in keyof Events[Key] & string]: BatchEvent & {
      readonly channel: NamesOf<Key>
      readonly name: Name
      readonly data: Events[Key][Name]
    }
  }[keyof Events[Key] & string]
}[keyof Events & string]
