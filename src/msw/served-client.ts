import type { PusherApp } from '../app/pusher-app.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { ABNORMAL_CLOSURE } from '../protocol/close-codes.ts'
import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import type { LinkInput } from '../server/connections/link.ts'
import type { ConnectionSnapshot } from '../server/snapshot.ts'
import { encodeServerMessage, type PusherMessage } from './pusher-message.ts'
import type { PusherSession } from './pusher-session.ts'
import { SocketLink } from './socket-link.ts'

/** The client's end of a connection, as MSW's handlers get it. */
export interface PusherClientHandle {
  readonly url: URL
  /** MSW's own handles of this process have it. */
  readonly socket?: EventTarget & { readonly readyState: number }
  /** Closes the socket. */
  close(code?: number, reason?: string): void
  /** Hears of the end of the socket. */
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void
}

const CONNECTING = 0
const OPEN = 1

/** Brings one of MSW's clients to the fake. */
export class ServedClient<Fake extends PusherApp> implements PusherSession<Fake> {
  readonly fake: Fake
  readonly #url: ConnectionUrl
  readonly #client: PusherClientHandle
  readonly #link: SocketLink
  #input: LinkInput | undefined

  /**
   * @param write sends one frame to the client
   * @throws PusherFakeError `unhandled_request` when the client has dialled another service
   */
  constructor(fake: Fake, client: PusherClientHandle, write: (text: string) => void) {
    const url = parseConnectionUrl(client.url.href)
    if (url === undefined) {
      throw new PusherFakeError(
        'unhandled_request',
        `${client.url.href} is not a URL that pusher-js dials: wss://<host>/app/<key>?protocol=7&client=js. Give the link a narrower URL, such as '*.pusher.com/app/:key'.`,
      )
    }
    this.fake = fake
    this.#url = url
    this.#client = client
    this.#link = new SocketLink({
      send: write,
      close: (code, reason) => client.close(code, reason),
      fail() {
        client.socket?.dispatchEvent(new Event('error'))
        client.close(ABNORMAL_CLOSURE, '')
      },
    })
  }

  get socketId(): string | undefined {
    return this.#link.socketId
  }

  get userId(): string | undefined {
    return this.#snapshot()?.userId
  }

  get channels(): readonly string[] {
    return this.#snapshot()?.channels ?? []
  }

  send(message: PusherMessage): void {
    this.fake.faults.sendRaw(encodeServerMessage(message), { socketId: this.socketId ?? '' })
  }

  /** Lets the client in, its socket being open or about to be. */
  start(): void {
    const { socket } = this.#client
    const readyState = socket?.readyState ?? OPEN
    // The app was faster: it has closed the socket, and MSW may have told of that already.
    if (this.#input !== undefined || readyState > OPEN) return
    if (readyState === CONNECTING) {
      socket?.addEventListener('open', () => this.#link.opened(), { once: true })
    } else this.#link.opened()
    const input = this.fake.accept(this.#link, this.#url)
    this.#input = input
    this.#client.addEventListener('close', ({ code, reason }) => input.closed(code, reason))
  }

  /** The client has sent a frame. */
  receive(frame: unknown): void {
    this.#input?.receive(frame)
  }

  #snapshot(): ConnectionSnapshot | undefined {
    return this.fake.connections().find(({ socketId }) => socketId === this.socketId)
  }
}
