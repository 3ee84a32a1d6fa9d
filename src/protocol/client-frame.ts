import { isRecord, parseJson } from './json.ts'

export interface SubscribeFrame {
  readonly event: 'pusher:subscribe'
  readonly data: {
    readonly channel: string
    readonly auth?: string
    readonly channel_data?: string
  }
}

export interface UnsubscribeFrame {
  readonly event: 'pusher:unsubscribe'
  readonly data: { readonly channel: string }
}

export interface SigninFrame {
  readonly event: 'pusher:signin'
  readonly data: { readonly auth: string; readonly user_data: string }
}

export interface ClientPingFrame {
  readonly event: 'pusher:ping'
}

export interface ClientPongFrame {
  readonly event: 'pusher:pong'
}

export interface ClientEventFrame {
  readonly event: `client-${string}`
  readonly channel: string
  readonly data: unknown
}

/** Every frame that a client may send. Source: Pusher docs, pusher-websockets-protocol. */
export type ClientFrame =
  | SubscribeFrame
  | UnsubscribeFrame
  | SigninFrame
  | ClientPingFrame
  | ClientPongFrame
  | ClientEventFrame

/** A frame as far as it could be read, so that even a broken one appears in the log under its name. */
export interface FrameEnvelope {
  readonly event?: string
  readonly channel?: string
  readonly data?: unknown
}

export type ParsedClientFrame =
  | { readonly ok: true; readonly frame: ClientFrame; readonly envelope: FrameEnvelope }
  | { readonly ok: false; readonly message: string; readonly envelope: FrameEnvelope }

/**
 * Parses what came over a client's socket. Never throws; the message of a failure is what the service
 * answers in `pusher:error`, in the words that users quote from the live one where they are known.
 */
export function parseClientFrame(raw: unknown): ParsedClientFrame {
  if (typeof raw !== 'string') {
    return { ok: false, message: 'Binary frames are not supported', envelope: {} }
  }
  const json = parseJson(raw)
  if (!json.ok) return { ok: false, message: 'Received invalid JSON', envelope: {} }
  if (!isRecord(json.value) || typeof json.value['event'] !== 'string') {
    return { ok: false, message: 'Invalid message: expected an object with an event', envelope: {} }
  }
  const event = json.value['event']
  const data = decoded(json.value['data'])
  const channel = channelOf(json.value['channel'], data)
  const envelope = { event, ...(channel !== undefined && { channel }), data }
  const frame = frameOf(event, json.value['channel'], data, json.value['data'])
  return typeof frame === 'string'
    ? { ok: false, message: frame, envelope }
    : { ok: true, frame, envelope }
}

/** A frame, or what is wrong with it. */
function frameOf(
  event: string,
  channel: unknown,
  data: unknown,
  rawData: unknown,
): ClientFrame | string {
  switch (event) {
    case 'pusher:ping':
    case 'pusher:pong':
      return { event }
    case 'pusher:subscribe': {
      if (!isRecord(data) || typeof data['channel'] !== 'string') return missing('data.channel')
      const { channel: name, auth, channel_data } = data
      if (auth != null && typeof auth !== 'string') return 'Invalid parameter: data.auth'
      if (channel_data != null && typeof channel_data !== 'string') {
        return 'Invalid parameter: data.channel_data must be a string'
      }
      return {
        event,
        data: { channel: name, ...(auth && { auth }), ...(channel_data && { channel_data }) },
      }
    }
    case 'pusher:unsubscribe':
      if (!isRecord(data) || typeof data['channel'] !== 'string') return missing('data.channel')
      return { event, data: { channel: data['channel'] } }
    case 'pusher:signin': {
      if (!isRecord(data)) return missing('data')
      const { auth, user_data } = data
      if (typeof auth !== 'string') return missing('data.auth')
      if (typeof user_data !== 'string') return missing('data.user_data')
      return { event, data: { auth, user_data } }
    }
    default:
      if (!isClientEvent(event)) return `Unsupported event received on socket: ${event}`
      if (typeof channel !== 'string' || rawData === undefined) {
        return 'Invalid client event (must contain channel and data)'
      }
      return { event, channel, data: rawData }
  }
}

function isClientEvent(event: string): event is `client-${string}` {
  return event.startsWith('client-')
}

/** Some client libraries encode the data of `pusher:subscribe` twice. */
function decoded(data: unknown): unknown {
  if (typeof data !== 'string') return data
  const parsed = parseJson(data)
  return parsed.ok ? parsed.value : data
}

function channelOf(channel: unknown, data: unknown): string | undefined {
  if (typeof channel === 'string') return channel
  return isRecord(data) && typeof data['channel'] === 'string' ? data['channel'] : undefined
}

function missing(name: string): string {
  return `Missing parameter: ${name}`
}
