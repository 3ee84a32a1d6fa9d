/**
 * The fake Pusher service itself; doors to it are under `pusher-js-fake/browser`, `/msw` and `/playwright`.
 *
 * @module pusher-js-fake
 */
import { PusherApp } from './app/pusher-app.ts'
import type { PusherFake, PusherFakeOf } from './app/pusher-fake.ts'
import type { EventSchemas } from './server/contracts/event-schemas.ts'
import type { AnyEvents, EventMap } from './server/event-map.ts'
import type { PusherFakeOptions } from './server/options.ts'

export type { DescribeOptions } from './app/app-observer.ts'
export type {
  BatchEvent,
  ChannelAuthorizationRequest,
  ConnectOptions,
  TriggerOptions,
  TriggerResult,
  UserAuthenticationRequest,
} from './app/call-options.ts'
export type { PusherApp, PusherClientOptions } from './app/pusher-app.ts'
export type {
  PusherFake,
  PusherFakeOf,
  TypedBatchEvent,
  TypedVirtualPeer,
} from './app/pusher-fake.ts'
export type { AuthEndpoints } from './auth/auth-endpoints.ts'
export type { AuthOptions, UserPolicy } from './auth/auth-options.ts'
export type { AuthRequest } from './auth/auth-request.ts'
export { PusherFakeError, type PusherFakeErrorCode } from './errors/pusher-fake-error.ts'
export type { ConnectionUrl } from './protocol/connection-url.ts'
export type { JsonValue } from './protocol/json.ts'
export type { Limits } from './protocol/limits.ts'
export type { ChannelAuthorization, UserAuthentication } from './server/channels/authorize.ts'
export type { ChannelInfo, InfoAttribute } from './server/channels/channel-info.ts'
export type { Clock } from './server/clock.ts'
export type { Link, LinkInput } from './server/connections/link.ts'
export type { ContractPolicy } from './server/contracts/event-contracts.ts'
export type {
  EventSchemas,
  EventsOf,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from './server/contracts/event-schemas.ts'
export type {
  Problem,
  ProblemCode,
  ProblemKind,
  ProblemReport,
} from './server/diagnosis/problem.ts'
export type { Ending } from './server/dispose-symbol.ts'
export type {
  AnyEvents,
  ChannelOf,
  ClientEventOf,
  EchoEvents,
  EventData,
  EventMap,
  EventOf,
  UserEvents,
} from './server/event-map.ts'
export type {
  ClientEventRecord,
  ConnectionEvent,
  DisconnectionEvent,
  Publication,
  PusherFakeEvents,
  SigninEvent,
  SubscriptionEvent,
} from './server/events.ts'
export type {
  ActiveFault,
  AuthFailure,
  Cut,
  Delay,
  Disconnection,
  Fault,
  FaultName,
  FaultOf,
  FaultOptions,
  FaultRecord,
  FaultTarget,
  Jitter,
  LastingFaults,
  MessageFault,
  MessageFilter,
  NoOptions,
  Refusal,
  RestFailure,
  Silence,
  SubscriptionFailure,
} from './server/faults/fault.ts'
export type { Faults } from './server/faults/faults.ts'
export type { FrameDirection, FrameFilter, FrameRecord } from './server/log/frame-log.ts'
export type { Har, HarEntry, HarMessage } from './server/log/har.ts'
export type { JournalEntry, RestCall } from './server/log/journal-entry.ts'
export type { PusherFakeOptions } from './server/options.ts'
export type { ReceivedEvent, VirtualPeer } from './server/peers/virtual-peer.ts'
export type { ChannelSnapshot, ConnectionSnapshot, MemberSnapshot } from './server/snapshot.ts'
export type { PresenceUser, User } from './server/users/user.ts'
export type { SettledOptions } from './server/waits/settled.ts'
export type { WaitOptions } from './server/waits/wait-options.ts'
export type {
  ClientWaitOptions,
  DisconnectionWaitOptions,
  SubscriptionWaitOptions,
  WebhookFilter,
} from './server/waits/waits.ts'
export type { WebhookEvent, WebhookName, WebhookRequest } from './server/webhooks/webhook-event.ts'

/**
 * Makes a Pusher app that lives in memory.
 *
 * @typeParam Events the app's events, channel to event to data, which then types `trigger`, waits and peers; the
 *   option `events` infers it
 * @throws PusherFakeError `invalid_option` that names a wrong option and the allowed ones
 *
 * @example
 * const fake = createPusherFake()
 * const bob = fake.connect()
 * await bob.subscribe('orders')
 * fake.trigger('orders', 'created', { id: 1 })
 * bob.received.at(-1) // { event: 'created', channel: 'orders', data: { id: 1 } }
 */
export function createPusherFake<const Schemas extends EventSchemas>(
  options: PusherFakeOptions & { readonly events: Schemas },
): PusherFakeOf<Schemas>
export function createPusherFake<Events extends EventMap<Events> = AnyEvents>(
  options?: PusherFakeOptions,
): PusherFake<Events>
// What `ReturnType` takes is the last.
export function createPusherFake(options?: PusherFakeOptions): PusherFake
export function createPusherFake(options?: PusherFakeOptions): PusherFake {
  return new PusherApp(options) as PusherFake
}
