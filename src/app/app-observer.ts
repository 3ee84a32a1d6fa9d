import { assertFunction, assertName, assertOneOf } from '../server/check-argument.ts'
import { checkOptions, type Rules } from '../server/check-options.ts'
import { describeState } from '../server/diagnosis/describe-state.ts'
import { allProblems } from '../server/diagnosis/found-problems.ts'
import type { Problem } from '../server/diagnosis/problem.ts'
import type { Subject } from '../server/diagnosis/subject.ts'
import type { Ending } from '../server/dispose-symbol.ts'
import type { Engine } from '../server/engine.ts'
import {
  type ClientEventRecord,
  type ConnectionEvent,
  EVENT_NAMES,
  type PusherFakeEvents,
  type SubscriptionEvent,
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
import { type SettledOptions, settled } from '../server/waits/settled.ts'
import type { WaitOptions } from '../server/waits/wait-options.ts'
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

/** How much `fake.describe` shows. */
export interface DescribeOptions {
  /** How many of the last frames. @default 10 */
  readonly frames?: number
}

const DESCRIBE_RULES: Rules<DescribeOptions> = {
  frames: ['a number of frames', (value) => Number.isInteger(value) && Number(value) >= 0],
}

/** Most tests never ask why. */
const loadDiagnosis = () => import('../server/diagnosis/diagnose.ts')

/** What a test can see of an app, and wait for. */
export class AppObserver {
  readonly #engine: Engine
  readonly #journal: Journal

  /** @internal */
  constructor(engine: Engine) {
    this.#engine = engine
    this.#journal = new Journal(engine.events, engine.logBounds, engine)
  }

  /** The occupied channels. */
  channels(): ChannelSnapshot[] {
    return this.#engine.channels.listed().map((channel) => channelSnapshot(this.#engine, channel))
  }

  /** One channel, undefined when nobody is subscribed. */
  channel(name: string): ChannelSnapshot | undefined {
    assertName(name, 'channel', 'channel')
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

  /**
   * What the author of a test should know, of five kinds: what was refused, what no door handles, events that
   * nobody got or hears, who was asked and has not answered, and what is not as agreed. Each has what happened,
   * the likely cause, what to write instead, and its section in the docs.
   *
   * What shows only when one looks comes last: it may be gone when one looks again. Of pages of Playwright it is
   * what they said when a wait, a matcher or a test last failed.
   */
  problems(): Problem[] {
    return allProblems(this.#engine)
  }

  /**
   * Connections, active faults, problems and the last frames with what happened around them as text, in the order
   * in which it came about.
   *
   * @param options `frames`, how many of the last ones, 10 by default
   */
  describe(options: DescribeOptions = {}): string {
    checkOptions(options, DESCRIBE_RULES, 'describe')
    return describeState(this.#engine, { ...options, journal: this.#journal.list() })
  }

  /**
   * For runners: why something has not come about, as a wait says it.
   *
   * @internal
   */
  async diagnose(subject: Subject): Promise<string> {
    const { diagnose } = await loadDiagnosis()
    return diagnose(this.#engine, subject, this.#journal.list())
  }

  /**
   * For runners: the causes alone, none when nothing stands out.
   *
   * @internal
   */
  async causes(subject: Subject): Promise<string[]> {
    const { causesOf } = await loadDiagnosis()
    return causesOf(this.#engine, subject)
  }

  /** For runners: asks pages what they know, before a diagnosis. */
  async gatherEvidence(): Promise<void> {
    const { gatherEvidence } = await loadDiagnosis()
    await gatherEvidence(this.#engine)
  }

  /** For runners: the place of what the test does now, among frames and journal. */
  nextInOrder(): number {
    return this.#engine.nextInOrder()
  }

  /** Listens; a listener that throws harms nobody. Returns the function that stops listening, as the end of a `using` block does. @throws PusherFakeError `invalid_option` */
  on<Name extends keyof PusherFakeEvents>(
    name: Name,
    listener: (payload: PusherFakeEvents[Name]) => void,
  ): Ending {
    assertOneOf(name, EVENT_NAMES, 'on')
    assertFunction(listener, 'on')
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
