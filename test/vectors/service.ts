import type { Credentials } from './signatures.ts'
import type { AppSettings, HostName } from './vector.ts'

/** What a client's socket hears. */
export type SocketEvent =
  | { readonly type: 'frame'; readonly text: string }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }

/** A client's side of one socket. */
export interface ClientSocket {
  send(data: string | Uint8Array, times: number): Promise<void> | void
  close(): Promise<void> | void
}

export interface OpenOptions {
  /** With the query. */
  readonly path: string
  /** Without it the host takes what it has. */
  readonly tls: boolean | undefined
}

/** One POST to the app's webhook URL; header names in lower case. */
export interface WebhookPost {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export interface RestCall {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly body: string | undefined
}

/** A running app: all that a vector needs of whoever serves it. */
export interface Service {
  readonly credentials: Credentials
  /** Milliseconds to wait for what must come. */
  readonly patience: number
  /** Resolves when the socket is dialled; what it hears goes to `hear`, in order. */
  open(options: OpenOptions, hear: (event: SocketEvent) => void): Promise<ClientSocket>
  rest(call: RestCall): Promise<{ readonly status: number; readonly body: string }>
  /** Called for every webhook from now on; undefined where they cannot be had. */
  onWebhook?(listener: (post: WebhookPost) => void): void
  stop(): Promise<void>
}

/** Something that serves apps. */
export interface Host {
  readonly name: HostName
  start(settings: AppSettings): Promise<Service>
  /** Why an app with these settings cannot be had. */
  refuses?(settings: AppSettings): string | undefined
}
