import type { ChannelKind } from '../../protocol/channel-name.ts'
import type { ClientEventFrame } from '../../protocol/client-frame.ts'
import { decodeData, exceedsBytes } from '../../protocol/json.ts'
import { dataTooLarge } from '../../protocol/limits.ts'
import type { Connection } from '../connections/connection.ts'
import { type Rejection, reject } from '../connections/reject.ts'
import { holdToContract } from '../contracts/hold-to-contract.ts'
import type { Engine } from '../engine.ts'
import type { LogEntry } from '../log/frame-log.ts'
import { publish } from './publish.ts'

const RATE_LIMITED = 4301

/**
 * Where client events may go. pusher-js sends none on encrypted channels, since it does not encrypt, but
 * the service does not prohibit them. Source: Pusher docs, pusher-websockets-protocol, "Triggering Channel
 * Client Events".
 */
const ALLOWED_KINDS: ReadonlySet<ChannelKind> = new Set([
  'private',
  'presence',
  'private-encrypted',
])

/**
 * Handles a client event: to the other subscribers of a private or presence channel, never back.
 * Source: Pusher docs, using_channels/events; the texts are those that users quote from the service.
 */
export function clientEvent(
  engine: Engine,
  connection: Connection,
  frame: ClientEventFrame,
  entry: LogEntry,
): void {
  const { event, channel: name } = frame
  const data = typeof frame.data === 'string' ? frame.data : JSON.stringify(frame.data)
  const refusal = refuse(engine, connection, frame, data)
  if (refusal !== undefined) {
    reject(engine, connection, { problem: 'client_event_refused', ...refusal }, name)
    return
  }
  const { socketId } = connection
  const userId = connection.channels.get(name)?.subscribers.get(connection)?.userId
  entry.userId = userId
  // What a peer sends is held to it where the test says it.
  if (!engine.peers.has(socketId)) {
    const value = () => (typeof frame.data === 'string' ? decodeData(frame.data) : frame.data)
    const decode = () => ({ ok: true, value: value() }) as const
    holdToContract(engine, { sender: 'client', socketId, channel: name, event, data: decode })
  }
  const user = userId !== undefined && { user_id: userId }
  publish(engine, { channel: name, event, data, exceptSocketId: socketId, ...user })
  engine.webhooks.record({
    name: 'client_event',
    channel: name,
    event,
    data,
    socket_id: socketId,
    ...user,
  })
  if (!engine.events.has('clientEvent')) return
  engine.events.emit('clientEvent', {
    socketId,
    channel: name,
    event,
    data: decodeData(data),
    ...(userId !== undefined && { userId }),
  })
}

function refuse(
  engine: Engine,
  connection: Connection,
  { event, channel: name }: ClientEventFrame,
  data: string,
): Omit<Rejection, 'problem'> | undefined {
  const { clientEvents, limits } = engine.options
  if (!clientEvents) {
    return {
      message:
        'To send client events, you must enable this feature in the Settings page of your dashboard.',
      detail: 'Here: createPusherFake({ clientEvents: true })',
    }
  }
  const kind = connection.channels.get(name)?.spec.kind
  if (kind === undefined) {
    return {
      message: `Cannot broadcast client event (connection not subscribed to channel ${name})`,
      detail: 'Send it after pusher:subscription_succeeded',
    }
  }
  if (!ALLOWED_KINDS.has(kind)) {
    return {
      message: 'Client event rejected - only supported on private and presence channels',
      detail: `Send it on a channel that begins with private- or presence-; "${name}" does not`,
    }
  }
  if (event.length > limits.eventNameLength) {
    return { message: `The event name is longer than ${limits.eventNameLength} characters` }
  }
  if (exceedsBytes(data, limits.eventDataBytes)) {
    return { message: dataTooLarge(limits.eventDataBytes) }
  }
  if (!connection.countClientEvent(limits.clientEventsPerSecond)) {
    return {
      code: RATE_LIMITED,
      message: `Client event rejected due to rate limit: at most ${limits.clientEventsPerSecond} a second`,
      detail: 'Send fewer, or raise limits.clientEventsPerSecond',
    }
  }
  return undefined
}
