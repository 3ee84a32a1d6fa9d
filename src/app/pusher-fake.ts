import type { AnyEvents, ChannelOf, ClientEventOf, EventMap, EventOf } from '../server/event-map.ts'
import type { ClientEventRecord, SubscriptionEvent } from '../server/events.ts'
import type { VirtualPeer } from '../server/peers/virtual-peer.ts'
import type { WaitOptions } from '../server/waits/wait-for.ts'
import type { ClientWaitOptions, SubscriptionWaitOptions } from '../server/waits/waits.ts'
import type { ConnectOptions, TriggerOptions } from './call-options.ts'
import type { BatchEvent, PusherApp, TriggerResult } from './pusher-app.ts'

/**
 * A complete Pusher app in memory. Make one with `createPusherFake`.
 *
 * @typeParam Events the app's events, channel to event to data; any by default
 */
export interface PusherFake<Events extends EventMap<Events> = AnyEvents> extends PusherApp {
  trigger<Channel extends ChannelOf<Events>, Name extends EventOf<Events, Channel>>(
    channels: Channel | readonly Channel[],
    event: Name,
    data: Events[Channel][Name],
    options?: TriggerOptions,
  ): TriggerResult

  triggerBatch(events: readonly TypedBatchEvent<Events>[]): void

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
  ): Promise<ClientEventRecord<Events[Channel][Name]>>

  connect(options?: ConnectOptions): TypedVirtualPeer<Events>
}

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
    data: Events[Channel][Name],
  ): Promise<void>
}

/** One event of a batch, whose data go with its name and channel. */
export type TypedBatchEvent<Events extends EventMap<Events>> = {
  [Channel in ChannelOf<Events>]: {
    [Name in EventOf<Events, Channel>]: BatchEvent & {
      readonly channel: Channel
      readonly name: Name
      readonly data: Events[Channel][Name]
    }
  }[EventOf<Events, Channel>]
}[ChannelOf<Events>]
