import type { ChannelReport, ClientReport, ListenerReport } from '../server/diagnosis/witness.ts'
import { endedClients } from './ended-clients.ts'

/** Where pusher-js keeps listeners, each event's under its name with an underscore before it. */
interface Dispatcher {
  readonly callbacks?: { readonly _callbacks?: Readonly<Record<string, readonly unknown[]>> }
  readonly global_callbacks?: readonly unknown[]
}

interface Channel extends Dispatcher {
  readonly name?: unknown
  readonly subscribed?: unknown
  readonly subscriptionPending?: unknown
}

/**
 * What is read of a client. Little of it is public, so that any of it may be missing; it is the same from
 * version 3 to 8, but for `user`, which came with 7.1.
 * Sources: pusher-js core/pusher.ts, core/events/dispatcher.ts, core/events/callback_registry.ts,
 * core/channels/channels.ts, core/user.ts.
 */
interface Client {
  readonly key?: unknown
  readonly connection?: Dispatcher & { readonly state?: unknown; readonly socket_id?: unknown }
  readonly global_emitter?: Dispatcher
  readonly channels?: { readonly channels?: Readonly<Record<string, Channel>> }
  readonly user?: Dispatcher & { readonly serverToUserChannel?: Channel | null }
}

/** A copy of pusher-js, by its class, which keeps its clients. */
export interface ClientKeeper {
  readonly instances: readonly object[]
}

/** The class that is meant by itself, or by the module that has it. */
export function clientKeeper(Pusher: unknown): ClientKeeper | undefined {
  return [Pusher, property(Pusher, 'default')].find(keepsClients)
}

/** What the clients of copies of pusher-js listen to, by pusher-js's own tables. */
export function readClients(copies: readonly ClientKeeper[]): ClientReport[] {
  const clients = new Set(copies.flatMap(({ instances }) => instances))
  return [...clients].flatMap((client) => {
    try {
      return readClient(client)
    } catch {
      // A stub that somebody has put there.
      return []
    }
  })
}

function readClient(client: Client): ClientReport {
  const { connection, channels, user } = client
  const socketId = connection?.socket_id
  const own = user?.serverToUserChannel
  return {
    key: String(client.key ?? ''),
    state: String(connection?.state ?? ''),
    ...(typeof socketId === 'string' && { socketId }),
    ...(endedClients.has(client) && { ended: true }),
    ...listenersOf(client.global_emitter),
    connectionEvents: eventsOf(connection).filter((event) => !OWN_OF_CONNECTION.has(event)),
    channels: [
      ...Object.values(channels?.channels ?? {}).map((channel) => readChannel(channel, channel)),
      // What comes to the user's own channel is heard by who binds on `pusher.user`.
      ...(own ? [readChannel(own, user)] : []),
    ],
  }
}

/**
 * The socket ids of the clients that have a channel and no listener for an event of it. It is asked before
 * every event that leaves, and makes nothing where somebody listens.
 */
export function clientsDeafTo(
  copies: readonly ClientKeeper[],
  channel: string,
  event: string,
): readonly string[] {
  let deaf = NOBODY
  for (const { instances } of copies) {
    for (const client of instances as readonly Client[]) {
      const { connection, global_emitter, user } = client
      const socketId = connection?.socket_id
      if (typeof socketId !== 'string') continue
      const own = user?.serverToUserChannel
      const there = own?.name === channel ? user : client.channels?.channels?.[channel]
      if (there === undefined) continue
      if (!hears(there, event) && !hears(global_emitter, event)) deaf = [...deaf, socketId]
    }
  }
  return deaf
}

const NOBODY: readonly string[] = []

function hears(dispatcher: Dispatcher | undefined, event: string): boolean {
  // A table that is not where it was tells nothing.
  if (dispatcher?.global_callbacks === undefined) return true
  if (dispatcher.global_callbacks.length > 0) return true
  const bound = dispatcher.callbacks?._callbacks?.[keyOf(event)]
  return bound !== undefined && bound.length > 0
}

const last = { event: '', key: '_' }

/** The key of the event that was asked for last is kept: to look up by a text that was just joined is slow. */
function keyOf(event: string): string {
  if (event !== last.event) {
    last.event = event
    last.key = `_${event}`
  }
  return last.key
}

function readChannel(channel: Channel, dispatcher: Dispatcher): ChannelReport {
  return {
    name: String(channel.name ?? ''),
    subscribed: channel.subscribed === true,
    pending: channel.subscriptionPending === true,
    ...listenersOf(dispatcher),
  }
}

function listenersOf(dispatcher: Dispatcher | undefined): ListenerReport {
  const all = dispatcher?.global_callbacks
  return { events: eventsOf(dispatcher), hearsAll: all === undefined || all.length > 0 }
}

function eventsOf(dispatcher: Dispatcher | undefined): string[] {
  return Object.entries(dispatcher?.callbacks?._callbacks ?? {})
    .filter(([, bound]) => bound.length > 0)
    .map(([name]) => name.slice(1))
}

/** What pusher-js itself binds there. */
const OWN_OF_CONNECTION: ReadonlySet<string> = new Set([
  'connected',
  'connecting',
  'disconnected',
  'error',
  'message',
  'state_change',
])

function property(value: unknown, name: string): unknown {
  const readable = typeof value === 'function' || isObject(value)
  return readable ? Reflect.get(value, name) : undefined
}

function keepsClients(value: unknown): value is ClientKeeper {
  return Array.isArray(property(value, 'instances'))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
