import type { Ending } from '../server/dispose-symbol.ts'
import type { Engine } from '../server/engine.ts'
import type {
  ClientEventRecord,
  ConnectionEvent,
  Problem,
  PusherFakeEvents,
  SubscriptionEvent,
} from '../server/events.ts'
import type { FrameFilter, FrameRecord } from '../server/log/frame-log.ts'
import { type Har, toHar } from '../server/log/har.ts'
import { Journal } from '../server/log/journal.ts'
import type { JournalEntry } from '../server/log/journal-entry.ts'
import {
  type ChannelSnapshot,
  type ConnectionSnapshot,
  channelSnapshot,
  connectionSnapshot,
} from '../server/snapshot.ts'
import { describeState } from '../server/waits/diagnosis.ts'
import { type SettledOptions, settled } from '../server/waits/settled.ts'
import type { WaitOptions } from '../server/waits/wait-for.ts'
import {
  type ClientWaitOptions,
  type DisconnectionWaitOptions,
  type SubscriptionWaitOptions,
  type WebhookFilter,
  waitForClientEvent,
  waitForConnection,
  waitForDisconnection,
  waitForSubscription,
  waitForWebhook,
} from '../server/waits/waits.ts'
import type { WebhookEvent, WebhookName, WebhookRequest } from '../server/webhooks/webhook-event.ts'

/** What a test can see of an app, and wait for. */
export class AppObserver {
  readonly #engine: Engine
  readonly #journal: Journal

  constructor(engine: Engine) {
    this.#engine = engine
    this.#journal = new Journal(engine.events, engine.logBounds, () => engine.now())
  }

  /** The occupied channels. */
  channels(): ChannelSnapshot[] {
    return this.#engine.channels.listed().map((channel) => channelSnapshot(this.#engine, channel))
  }

  /** One channel, undefined when nobody is subscribed. */
  channel(name: string): ChannelSnapshot | undefined {
    const channel = this.#engine.channels.get(name)
    return channel && channelSnapshot(this.#engine, channel)
  }

  /** The live connections, oldest first. */
  connections(): ConnectionSnapshot[] {
    return [...this.#engine.connections.values()].map((connection) =>
      connectionSnapshot(this.#engine, connection),
    )
  }

  /** For matchers: whether a socket id is that of a virtual peer, also of one that is gone. */
  isVirtual(socketId: string): boolean {
    return this.#engine.peers.has(socketId)
  }

  /** For doors: whether a socket id is that of a peer that plays a member, also of one that is gone. */
  isActor(socketId: string): boolean {
    return this.#engine.actors.has(socketId)
  }

  /** The frame log, oldest first. */
  frames(filter?: FrameFilter): FrameRecord[] {
    return this.#engine.log.list(filter)
  }

  /** How many frames the app's clients have got and sent: the last `FrameRecord.number`, lost ones included. */
  get frameCount(): number {
    return this.#engine.network.frames
  }

  /**
   * What the app's clients heard and sent, as a HAR: Chrome's network panel opens it, `readRecording` reads it. Where a
   * test has no clients but virtual peers, theirs.
   */
  toHar(): Har {
    return toHar(this.#engine)
  }

  /** What happened around the frames: REST calls, webhooks, faults, ends of connections; oldest first. */
  journal(): JournalEntry[] {
    return this.#journal.list()
  }

  /** The events that webhooks would have reported, oldest first. */
  webhooks(): WebhookEvent[] {
    return [...this.#engine.webhooks.events()]
  }

  /** The requests in which they would have been posted, signed; `pusher.webhook` of the SDK takes them. */
  webhookRequests(): WebhookRequest[] {
    return [...this.#engine.webhooks.requests()]
  }

  /** What was refused and why, oldest first. */
  problems(): Problem[] {
    return [...this.#engine.problems.list()]
  }

  /** Connections, problems and the last frames as text, for the message of a failed expectation. */
  describe(): string {
    return describeState(this.#engine)
  }

  /** Listens; a listener that throws harms nobody. Returns the function that stops listening, as the end of a `using` block does. */
  on<Name extends keyof PusherFakeEvents>(
    name: Name,
    listener: (payload: PusherFakeEvents[Name]) => void,
  ): Ending {
    return this.#engine.events.on(name, listener)
  }

  /** Resolves when a client of the app is connected. @throws PusherFakeError `timeout` or `closed` */
  waitForConnection(options?: ClientWaitOptions): Promise<ConnectionEvent> {
    return waitForConnection(this.#engine, options)
  }

  /**
   * Resolves when no client of the app is connected, or not the one that `socketId` names; at once when that is
   * so already. @throws PusherFakeError `timeout` or `closed`
   */
  waitForDisconnection(options?: DisconnectionWaitOptions): Promise<void> {
    return waitForDisconnection(this.#engine, options)
  }

  /**
   * Resolves when everything that was handed over has been heard, and everything that was asked for is answered:
   * frames, authorization, REST calls, what a fault delays. What a fault swallows, or what a client means to do
   * later, such as a reconnect, it does not wait for. Fake timers do not stall it; with `advanceTimers` it moves
   * them on, so that pusher-js gets on under them.
   *
   * @throws PusherFakeError `timeout`, which names what is still under way, or `closed`
   *
   * @example
   * vi.useFakeTimers()
   * renderOrders() // makes the client
   * await fake.settled({ advanceTimers: vi.advanceTimersByTime }) // connected and subscribed
   */
  settled(options?: SettledOptions): Promise<void> {
    return settled(this.#engine, options)
  }

  /** Resolves when a client of the app is subscribed. @throws PusherFakeError `timeout` or `closed` */
  waitForSubscription(
    channel: string,
    options?: SubscriptionWaitOptions,
  ): Promise<SubscriptionEvent> {
    return waitForSubscription(this.#engine, channel, options)
  }

  /** Resolves when a client of the app has sent the event, also before the call. @throws PusherFakeError `timeout` or `closed` */
  waitForClientEvent(
    channel: string,
    event: string,
    options?: ClientWaitOptions,
  ): Promise<ClientEventRecord> {
    return waitForClientEvent(this.#engine, channel, event, options)
  }

  /** Resolves when a webhook reported the event, also before the call. @throws PusherFakeError `timeout` or `closed` */
  waitForWebhook(name: WebhookName, filter?: WebhookFilter & WaitOptions): Promise<WebhookEvent> {
    return waitForWebhook(this.#engine, name, filter)
  }
}
