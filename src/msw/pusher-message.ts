import { decodeData, isRecord, parseJson } from '../protocol/json.ts'

/** One event of the Pusher protocol, its data decoded. */
export interface PusherMessage {
  readonly event: string
  /** None for events of the connection itself. */
  readonly channel?: string
  /** Decoded. */
  readonly data?: unknown
  /** The sender of a client event on a presence channel. */
  readonly userId?: string
}

/** @returns undefined when the frame is no event of the protocol */
export function decodeMessage(frame: unknown): PusherMessage | undefined {
  const parsed = typeof frame === 'string' ? parseJson(frame) : undefined
  if (!parsed?.ok || !isRecord(parsed.value)) return undefined
  const { event, channel, data, user_id } = parsed.value
  if (typeof event !== 'string') return undefined
  return {
    event,
    ...(typeof channel === 'string' && { channel }),
    ...(data !== undefined && { data: typeof data === 'string' ? decodeData(data) : data }),
    ...(typeof user_id === 'string' && { userId: user_id }),
  }
}

/** A frame as the service sends it, data as a JSON string. */
export function encodeServerMessage({ event, channel, data, userId }: PusherMessage): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  // The one event whose data clients expect to be an object.
  const encoded = event === 'pusher:error' ? data : text
  return JSON.stringify({ event, channel, data: encoded, user_id: userId })
}

/** A frame as a client sends it, data as they are. */
export function encodeClientMessage({ event, channel, data }: PusherMessage): string {
  return JSON.stringify({ event, channel, data })
}
