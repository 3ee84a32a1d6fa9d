import type { Engine } from '../engine.ts'
import type { FaultRecord } from '../faults/fault.ts'
import type { WebhookEvent } from '../webhooks/webhook-event.ts'

/** A request to the REST API and what became of it. */
export interface RestCall {
  /** Milliseconds since the epoch, when the request came. */
  readonly time: number
  readonly method: string
  /** Without the query, which only signs it. */
  readonly path: string
  /** HTTP status of the answer. */
  readonly status: number
  /** The request's body as it was sent; empty for a GET. */
  readonly body: string
  /** Why the service refused it. */
  readonly problem?: string
}

/** What happens around the frames. */
export type JournalEntry =
  | ({ readonly kind: 'rest' } & RestCall)
  | ({ readonly kind: 'fault' } & FaultRecord)
  | { readonly kind: 'webhook'; readonly time: number; readonly event: WebhookEvent }
  | {
      readonly kind: 'disconnection'
      readonly time: number
      readonly socketId: string
      readonly code: number
      readonly reason: string
    }

/** Keeps the last of what happens around the frames; costs a frame nothing. */
export class Journal {
  readonly #capacity: number
  readonly #events: Engine['events']
  #entries: JournalEntry[] = []

  constructor({ events, options }: Pick<Engine, 'events' | 'options'>) {
    this.#capacity = options.frameLogSize
    this.#events = events
    const { clock } = options
    events.on('rest', (call) => this.#add({ kind: 'rest', ...call }))
    events.on('fault', (fault) => this.#add({ kind: 'fault', ...fault }))
    events.on('webhook', (event) => this.#add({ kind: 'webhook', time: clock.now(), event }))
    events.on('disconnection', (end) =>
      this.#add({ kind: 'disconnection', time: clock.now(), ...end }),
    )
    events.on('reset', () => {
      this.#entries = []
    })
  }

  /** Oldest first. */
  list(): JournalEntry[] {
    return this.#entries.slice(-this.#capacity)
  }

  /** Forgets in batches, so that one entry more does not move all others. */
  #add(entry: JournalEntry): void {
    this.#entries.push(entry)
    if (this.#entries.length >= 2 * this.#capacity) this.#entries = this.list()
    this.#events.emit('journal', entry)
  }
}
