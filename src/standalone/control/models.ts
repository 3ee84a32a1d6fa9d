import type { ChannelInfo } from '../../server/channels/channel-info.ts'
import type { Problem, ProblemKind } from '../../server/diagnosis/problem.ts'
import type { ClientEventRecord, Publication, SubscriptionEvent } from '../../server/events.ts'
import type { FrameDirection, FrameRecord } from '../../server/log/frame-log.ts'
import type { ReceivedEvent } from '../../server/peers/virtual-peer.ts'
import type { ChannelSnapshot, ConnectionSnapshot } from '../../server/snapshot.ts'
import type { PresenceUser, User } from '../../server/users/user.ts'
import { DEFAULT_WAIT_MS } from '../../server/waits/open-waits.ts'
import type { WebhookName } from '../../server/webhooks/webhook-event.ts'
import {
  anyText,
  array,
  described,
  flag,
  integer,
  json,
  nullable,
  object,
  oneOf,
  record,
  type Schema,
  text,
} from './schema.ts'

const MAX_WAIT_MS = 120_000

/** What JSON leaves out when it is undefined. */
const data: Schema<unknown> = described<unknown>(json, { description: 'Decoded' })

export const count: Schema<number> = integer(0, Number.MAX_SAFE_INTEGER)
export const id: Schema<number> = integer(1, Number.MAX_SAFE_INTEGER)

export const socketId: Schema<string> = described(text, { description: 'As pusher-js knows it' })

export const timeout: Schema<number> = described(integer(0, MAX_WAIT_MS), {
  description: `Milliseconds, ${DEFAULT_WAIT_MS} unless told; 408 when they are over`,
})

export const nothing: Schema<object> = object({})

export const identified: Schema<{ readonly id: number }> = object({ id })

export const virtual: Schema<boolean> = described(flag, {
  description: "Virtual peers, instead of the app's clients",
})

export const channel: Schema<ChannelSnapshot> = described(
  object(
    { name: text, subscriptionCount: count },
    {
      userCount: count,
      members: array(object({ id: text, info: json })),
      cachedEvent: object({ event: text, data }),
    },
  ),
  { title: 'Channel', description: '`userCount` and `members` on presence channels' },
)

export const connection: Schema<ConnectionSnapshot> = described(
  object(
    {
      socketId: text,
      channels: array(text),
      url: text,
      openedAt: count,
      virtual: described(flag, { description: 'Whether it is a virtual peer' }),
    },
    { userId: described(text, { description: 'The user who is signed in' }) },
  ),
  { title: 'Connection' },
)

export const direction: Schema<FrameDirection> = described(oneOf('in', 'out'), {
  description: 'As the service sees it: `in` from the client, `out` to the client',
})

/** A frame of the log; without data where the frame had none. */
export type Frame = Omit<FrameRecord, 'data'> & { readonly data?: unknown }

export const frame: Schema<Frame> = described(
  object(
    { id, time: count, direction, socketId: text, event: anyText, raw: anyText },
    {
      channel: text,
      data,
      userId: text,
      problem: described(text, { description: 'Why the service refused the frame' }),
      number: described(count, {
        description: "Its place among those of the app's clients; none for virtual peers",
      }),
    },
  ),
  { title: 'Frame' },
)

export const webhookName: Schema<WebhookName> = oneOf(
  'channel_occupied',
  'channel_vacated',
  'cache_miss',
  'member_added',
  'member_removed',
  'client_event',
  'subscription_count',
)

/** Every kind of webhook event in one, as the kinds differ in few fields. */
export interface Webhook {
  readonly name: WebhookName
  readonly channel: string
  readonly user_id?: string
  readonly event?: string
  readonly data?: string
  readonly socket_id?: string
  readonly subscription_count?: number
}

export const webhook: Schema<Webhook> = described(
  object(
    { name: webhookName, channel: text },
    {
      user_id: text,
      event: text,
      data: described(anyText, { description: 'JSON text' }),
      socket_id: text,
      subscription_count: count,
    },
  ),
  { title: 'Webhook', description: "With the wire's field names" },
)

const problemKind: Schema<ProblemKind> = oneOf(
  'refused',
  'unhandled',
  'unheard',
  'unanswered',
  'contract',
)

export const problem: Schema<Omit<Problem, 'code'> & { readonly code: string }> = described(
  object(
    {
      code: text,
      kind: problemKind,
      message: described(anyText, { description: 'What happened' }),
      cause: described(anyText, { description: 'Why that usually happens' }),
      write: described(anyText, { description: 'What to write instead' }),
      docs: text,
    },
    { socketId: anyText, channel: anyText },
  ),
  { title: 'Problem', description: 'Something that the author of a test should know' },
)

export const subscription: Schema<SubscriptionEvent> = described(
  object({ socketId: text, channel: text }, { userId: text }),
  { title: 'Subscription' },
)

/** A client event; without data where it had none. */
export type ClientEvent = Omit<ClientEventRecord, 'data'> & { readonly data?: unknown }

export const clientEvent: Schema<ClientEvent> = described(
  object({ socketId: text, channel: text, event: text }, { data, userId: text }),
  { title: 'ClientEvent' },
)

/** An event that a peer got; without data where it had none. */
export type Received = Omit<ReceivedEvent, 'data'> & { readonly data?: unknown }

export const received: Schema<Received> = described(
  object({ event: anyText }, { channel: anyText, data, userId: text }),
  { title: 'ReceivedEvent' },
)

/** An event that the backend triggered; without data where that is no JSON. */
export const publication: Schema<Omit<Publication, 'data'> & { readonly data?: unknown }> =
  described(
    object(
      {
        time: count,
        sender: described(oneOf('test', 'backend'), {
          description: 'Whether it came by the control API, or by the REST API',
        }),
        channel: text,
        event: anyText,
        deliveredTo: array(text),
      },
      {
        data,
        excluded: described(text, { description: 'The connection that it was not for' }),
      },
    ),
    { title: 'Publication', description: '`deliveredTo` has the socket ids of who got it' },
  )

export const user: Schema<User> = described(
  object({ id: text }, { info: json, watchlist: array(text) }),
  { title: 'User' },
)

export const presenceUser: Schema<PresenceUser> = described(object({ id: text }, { info: json }), {
  title: 'PresenceUser',
})

export const channelInfos: Schema<Readonly<Record<string, ChannelInfo>>> = record(
  object(
    {},
    {
      user_count: count,
      subscription_count: count,
      cache: nullable(object({ data: anyText, ttl: count })),
    },
  ),
)
