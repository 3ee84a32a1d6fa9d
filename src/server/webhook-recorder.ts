import { hmacSha256Hex } from '../protocol/signatures.ts'
import type { Emitter } from './emitter.ts'
import type { PusherFakeEvents } from './events.ts'
import type { ResolvedOptions } from './options.ts'
import type { LeavingWebhook, WebhookEvent, WebhookRequest } from './webhook-event.ts'

/** Keeps what webhooks report, delays and batches it as the app's options say, and signs it. */
export class WebhookRecorder {
  readonly #options: ResolvedOptions
  readonly #emitter: Emitter<PusherFakeEvents>
  readonly #leaving = new Map<string, unknown>()
  #events: WebhookEvent[] = []
  #requests: WebhookRequest[] = []
  #batch: WebhookEvent[] = []
  #batchTimer: unknown

  constructor(options: ResolvedOptions, emitter: Emitter<PusherFakeEvents>) {
    this.#options = options
    this.#emitter = emitter
  }

  events(): readonly WebhookEvent[] {
    return this.#events
  }

  requests(): readonly WebhookRequest[] {
    return this.#requests
  }

  /** Reports an event; a channel or member that is back within the delay has never been away. */
  record(event: WebhookEvent): void {
    const returned = leavingKey(event, 'channel_occupied', 'member_added')
    if (returned !== undefined && this.#leaving.has(returned)) {
      this.#options.clock.clearTimeout(this.#leaving.get(returned))
      this.#leaving.delete(returned)
      return
    }
    this.#report(event)
  }

  /** Reports, after the delay, what a lost connection leaves behind. */
  recordLeaving(event: LeavingWebhook): void {
    const { clock, webhookDelay } = this.#options
    const key = leavingKey(event, 'channel_vacated', 'member_removed')
    if (webhookDelay === 0 || key === undefined) {
      this.#report(event)
      return
    }
    const timer = clock.setTimeout(() => {
      this.#leaving.delete(key)
      this.#report(event)
    }, webhookDelay)
    this.#leaving.set(key, timer)
  }

  clear(): void {
    const { clock } = this.#options
    for (const timer of this.#leaving.values()) clock.clearTimeout(timer)
    clock.clearTimeout(this.#batchTimer)
    this.#leaving.clear()
    this.#batchTimer = undefined
    this.#events = []
    this.#requests = []
    this.#batch = []
  }

  #report(event: WebhookEvent): void {
    const { clock, webhookBatchInterval, frameLogSize } = this.#options
    keepLast(this.#events, event, frameLogSize)
    this.#batch.push(event)
    if (webhookBatchInterval === 0) this.#post()
    else this.#batchTimer ??= clock.setTimeout(() => this.#post(), webhookBatchInterval)
    this.#emitter.emit('webhook', event)
  }

  #post(): void {
    const { clock, key, secret, frameLogSize } = this.#options
    const events = this.#batch
    this.#batch = []
    this.#batchTimer = undefined
    const rawBody = JSON.stringify({ time_ms: clock.now(), events })
    const request: WebhookRequest = {
      headers: {
        'content-type': 'application/json',
        'x-pusher-key': key,
        'x-pusher-signature': hmacSha256Hex(secret, rawBody),
      },
      rawBody,
      events,
    }
    keepLast(this.#requests, request, frameLogSize)
    this.#emitter.emit('webhookRequest', request)
  }
}

function keepLast<Item>(list: Item[], item: Item, size: number): void {
  list.push(item)
  if (list.length > size) list.shift()
}

/** The same for the going and the coming of one channel or member. */
function leavingKey(
  event: WebhookEvent,
  channelEvent: WebhookEvent['name'],
  memberEvent: WebhookEvent['name'],
): string | undefined {
  if (event.name === channelEvent) return JSON.stringify([event.channel])
  if (event.name !== memberEvent || !('user_id' in event)) return undefined
  return JSON.stringify([event.channel, event.user_id])
}
