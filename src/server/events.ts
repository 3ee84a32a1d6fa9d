import type { Problem } from './diagnosis/problem.ts'
import type { FaultRecord } from './faults/fault.ts'
import type { FrameRecord } from './log/frame-log.ts'
import type { JournalEntry, RestCall } from './log/journal-entry.ts'
import type { WebhookEvent, WebhookRequest } from './webhooks/webhook-event.ts'

/** A client has got its socket id. */
export interface ConnectionEvent {
  readonly socketId: string
}

/** A connection has ended, by whichever side. */
export interface DisconnectionEvent {
  readonly socketId: string
  readonly code: number
  readonly reason: string
}

/** A client has joined or left a channel. */
export interface SubscriptionEvent {
  readonly socketId: string
  readonly channel: string
  /** On presence channels. */
  readonly userId?: string
}

/** A client event that the service accepted. */
export interface ClientEventRecord<Data = unknown> {
  readonly socketId: string
  readonly channel: string
  readonly event: string
  /** Decoded. */
  readonly data: Data
  /** On presence channels. */
  readonly userId?: string
}

/** A client has signed in as a user. */
export interface SigninEvent {
  readonly socketId: string
  readonly userId: string
}

/** An event that a backend has triggered on one channel, and who got it. */
export interface Publication {
  /** Whether it came by REST, or from the test. */
  readonly sender: 'test' | 'backend'
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly channel: string
  readonly event: string
  /** As it went over the wire. */
  readonly data: string
  /** The connection that it was not for. */
  readonly excluded?: string
  /** The socket ids of the subscribers that it was sent to. */
  readonly deliveredTo: readonly string[]
}

/** What `fake.on` listens to. */
export interface PusherFakeEvents {
  /** Any frame, in either direction. */
  frame: FrameRecord
  /** A client has got its socket id. */
  connection: ConnectionEvent
  /** A connection has ended. */
  disconnection: DisconnectionEvent
  /** A client is subscribed to a channel. */
  subscription: SubscriptionEvent
  /** A client has left a channel, also by the end of its connection. */
  unsubscription: SubscriptionEvent
  /** An event that a backend, or `fake.trigger`, has published on one channel. */
  publication: Publication
  /** A client event that was accepted and delivered. */
  clientEvent: ClientEventRecord
  /** A client has signed in. */
  signin: SigninEvent
  /** An event that webhooks report. */
  webhook: WebhookEvent
  /** A POST that the service would make, with one event or a batch. */
  webhookRequest: WebhookRequest
  /** A request to the REST API that was answered. */
  rest: RestCall
  /** A fault that begins or ends. */
  fault: FaultRecord
  /** Any of what happens around the frames, as `fake.journal()` keeps it. */
  journal: JournalEntry
  /** Something was refused, failed, or nobody answers it. */
  problem: Problem
  /** `fake.reset()` was called. */
  reset: undefined
}

const NAMES: Readonly<Record<keyof PusherFakeEvents, true>> = {
  frame: true,
  connection: true,
  disconnection: true,
  subscription: true,
  unsubscription: true,
  publication: true,
  clientEvent: true,
  signin: true,
  webhook: true,
  webhookRequest: true,
  rest: true,
  fault: true,
  journal: true,
  problem: true,
  reset: true,
}

/** All of them. */
export const EVENT_NAMES: readonly string[] = Object.keys(NAMES)
