import type Pusher from 'pusher-js'
import type { Options } from 'pusher-js'

/** Stands where the Pusher service would: what a workload asks of each of the peers. */
export interface Service {
  /** The client that the peer is used with: the real `pusher-js`, or the peer's own. */
  readonly Pusher: typeof Pusher
  /** Options of the client, besides how it authorizes. */
  readonly options?: Partial<Options>
  /** What the app's authorization endpoint would answer; without it, a signature that nobody checks. */
  authorize?(
    socketId: string,
    channel: string,
    userId: string,
  ): { auth: string; channel_data?: string }
  /** Sends an event to the subscribers of a channel, as a test would. */
  trigger(channel: string, event: string, data: unknown): void
  close(): void | Promise<void>
}

/** What not every peer can do. */
export type WorkloadKind = 'connect' | 'subscribe' | 'events' | 'presence' | 'client event'

export interface Peer {
  readonly name: string
  boot(): Service | Promise<Service>
  /** Workloads that it cannot do. */
  readonly lacks?: readonly WorkloadKind[]
}

export const APP_KEY = 'app-key'
