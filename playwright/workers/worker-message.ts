import type { EngineMessage, PageMessage } from '../bridge/bridge-message.ts'

/** Path of the requests by which a page announces a worker, on the page's own origin. */
export const ANNOUNCEMENT = '/__pusher-fake-worker'

/** Name of the channel between the pages of an origin and their workers. */
export const CHANNEL = 'pusher-js-fake'

/** Where a worker finds its {@link WorkerSettings}. */
export const SETTINGS = '__pusherFakeWorker'

/** What a page says of a worker that it is about to start. */
export interface WorkerAnnouncement {
  /** Of its main script; undefined for one that the page puts together itself, of a blob. */
  readonly url?: string
  readonly module: boolean
  readonly settings: WorkerSettings
}

export interface WorkerSettings {
  /** Of the worker, on the channel. */
  readonly name: string
  /** The page that passes its sockets on; undefined for a shared worker, which asks for one. */
  readonly page?: string
  /** Sources of the expressions for the app's endpoints, which a page asks in its place. */
  readonly endpoints?: readonly string[]
}

/** A request that a page makes for a shared worker, whose own Playwright does not route. */
export interface RelayedRequest {
  readonly type: 'request'
  readonly id: number
  readonly url: string
  readonly method: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | null
}

export interface RelayedResponse {
  readonly type: 'response'
  readonly id: number
  /** 0 where there is no answer. */
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

/** What goes over the channel. */
export type ChannelMessage =
  | { readonly to: string; readonly from: string; readonly up: PageMessage | RelayedRequest }
  | { readonly to: string; readonly down: EngineMessage | RelayedResponse }
  /** A shared worker looks for a page. */
  | { readonly wanted: string }
  /** A page offers itself, to one worker or to all. */
  | { readonly page: string; readonly to?: string }
  | { readonly gone: string }
