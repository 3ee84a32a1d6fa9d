import type { Emitter } from '../emitter.ts'
import type { PusherFakeEvents } from '../events.ts'
import { BoundedLog } from '../log/bounded-log.ts'
import type { ResolvedOptions } from '../options.ts'
import { signedRequest } from './signed-request.ts'
import type { LeavingWebhook, WebhookEvent, WebhookRequest } from './webhook-event.ts'

/** What one request reports; the request is made when somebody wants to see it, as signing takes its time. */
interface Post {
  /** Milliseconds since the epoch. */
  readonly time: number
  readonly events: readonly WebhookEvent[]
  request: WebhookRequest | undefined
}

/** Keeps what webhooks report, delays and batches it as the app's options say, and signs it. */
export class WebhookRecorder {
  readonly #options: ResolvedOptions
  readonly #emitter: Emitter<PusherFakeEvents>
  readonly #leaving = new Map<string, { timer: unknown; event: LeavingWebhook }>()
  readonly #events: BoundedLog<WebhookEvent>
  readonly #posts: BoundedLog<Post>
  #batch: WebhookEvent[] = []
  #batchTimer: unknown

  constructor(options: ResolvedOptions, emitter: Emitter<PusherFakeEvents>) {
    this.#options = options
    this.#emitter = emitter
    const bounds = { entries: options.frameLogSize, bytes: options.frameLogBytes }
    this.#events = new BoundedLog(bounds, lengthOf)
    this.#posts = new BoundedLog(bounds, ({ events }) => events.map(lengthOf).reduce(sum, 0))
  }

  events(): readonly WebhookEvent[] {
    return this.#events.list()
  }

  requests(): readonly WebhookRequest[] {
    return this.#posts.list().map((post) => this.#requestOf(post))
  }

  /** Reports an event; a channel or member that is back within the delay has never been away. */
  record(event: WebhookEvent): void {
    const returned = leavingKey(event, 'channel_occupied', 'member_added')
    const gone = returned === undefined ? undefined : this.#leaving.get(returned)
    if (returned === undefined || gone === undefined) {
      this.#report(event)
      return
    }
    this.#options.clock.clearTimeout(gone.timer)
    this.#leaving.delete(returned)
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
    this.#leaving.set(key, { timer, event })
  }

  /** Reports now what is held back by the delay and the batch. */
  flush(): void {
    const { clock } = this.#options
    for (const [key, { timer, event }] of [...this.#leaving]) {
      clock.clearTimeout(timer)
      this.#leaving.delete(key)
      this.#report(event)
    }
    clock.clearTimeout(this.#batchTimer)
    if (this.#batch.length > 0) this.#post()
  }

  clear(): void {
    const { clock } = this.#options
    for (const { timer } of this.#leaving.values()) clock.clearTimeout(timer)
    clock.clearTimeout(this.#batchTimer)
    this.#leaving.clear()
    this.#batchTimer = undefined
    this.#events.clear()
    this.#posts.clear()
    this.#batch = []
  }

  #report(event: WebhookEvent): void {
    const { clock, webhookBatchInterval } = this.#options
    this.#events.push(event)
    this.#batch.push(event)
    if (webhookBatchInterval === 0) this.#post()
    else this.#batchTimer ??= clock.setTimeout(() => this.#post(), webhookBatchInterval)
    this.#emitter.emit('webhook', event)
  }

  #post(): void {
    const { clock } = this.#options
    const post: Post = { time: clock.now(), events: this.#batch, request: undefined }
    this.#batch = []
    this.#batchTimer = undefined
    this.#posts.push(post)
    if (this.#emitter.has('webhookRequest')) {
      this.#emitter.emit('webhookRequest', this.#requestOf(post))
    }
  }

  #requestOf(post: Post): WebhookRequest {
    post.request ??= signedRequest(post.time, post.events, this.#options)
    return post.request
  }
}

/** A request has its events a second time, as text. */
function lengthOf(event: WebhookEvent): number {
  return 'data' in event ? event.data.length : 0
}

function sum(a: number, b: number): number {
  return a + b
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
