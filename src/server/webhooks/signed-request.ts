import { hmacSha256Hex } from '../../protocol/signatures.ts'
import type { WebhookEvent, WebhookName, WebhookRequest } from './webhook-event.ts'

/** The credentials that sign. */
interface Signer {
  readonly key: string
  readonly secret: string
}

/** @param time milliseconds since the epoch */
export function signedRequest(
  time: number,
  events: readonly WebhookEvent[],
  { key, secret }: Signer,
): WebhookRequest {
  const rawBody = JSON.stringify({ time_ms: time, events })
  return {
    headers: {
      'content-type': 'application/json',
      'x-pusher-key': key,
      'x-pusher-signature': hmacSha256Hex(secret, rawBody),
    },
    rawBody,
    events,
  }
}

/** The request with some types of events only, signed anew; undefined when it has none of them. */
export function requestOf(
  request: WebhookRequest,
  wanted: readonly WebhookName[],
  signer: Signer,
): WebhookRequest | undefined {
  const events = request.events.filter(({ name }) => wanted.includes(name))
  if (events.length === request.events.length) return request
  if (events.length === 0) return undefined
  const { time_ms } = JSON.parse(request.rawBody) as { time_ms: number }
  return signedRequest(time_ms, events, signer)
}
