import type { FaultRecord } from '../faults/fault.ts'
import type { WebhookEvent } from '../webhooks/webhook-event.ts'

/** A request to the REST API and what became of it. */
export interface RestCall {
  /** Milliseconds since the epoch, when the request came. */
  readonly time: number
  /** Its place in the order of everything that happens, before what it has caused. */
  readonly sequence: number
  readonly method: string
  /** Without the query, which only signs it. */
  readonly path: string
  /** HTTP status of the answer. */
  readonly status: number
  /** The request's body as it was sent, cut after 256 Ki characters; empty for a GET. */
  readonly body: string
  /** Why the service refused it. */
  readonly problem?: string
}

/** What happens around the frames; `sequence` is its place among them, counted as their `id`. */
export type JournalEntry = { readonly sequence: number } & Happening

/** Without its place. */
export type Happening =
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
