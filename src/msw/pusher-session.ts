import { PusherFakeError } from '../errors.ts'
import { ABNORMAL_CLOSURE } from '../protocol/close-codes.ts'
import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import { isRecord } from '../protocol/json.ts'
import type { PusherApp } from '../pusher-app.ts'
import type { LinkInput } from '../server/link.ts'
import { decodeMessage, encodeServerMessage, type PusherMessage } from './pusher-message.ts'
import { SocketLink } from './socket-link.ts'

/** The client's end of a connection, as MSW's handlers get it. */
export interface PusherClientHandle {
  readonly url: URL
  /** MSW's own handles of this process have it. */
  readonly socket?: EventTarget & { readonly readyState: number }
  close(code?: number, reason?: string): void
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void
}

const CONNECTING = 0

/** One client of the fake whose socket MSW holds. */
export class PusherSession<Fake extends PusherApp = PusherApp> {
  readonly fake: Fake
  readonly #url: ConnectionUrl
  readonly #client: PusherClientHandle
  readonly #write: (text: string) => void
  #input: LinkInput | undefined
  #socketId: string | undefined

  /** @throws PusherFakeError `not_pusher` when the client has dialled another service */
  constructor(fake: Fake, client: PusherClientHandle, write: (text: string) => void) {
    const url = parseConnectionUrl(client.url.href)
    if (url === undefined) {
      throw new PusherFakeError(
        'not_pusher',
        `${client.url.href} is not a URL that pusher-js dials: wss://<host>/app/<key>?protocol=7&client=js. Give the link a narrower URL, such as 'wss://ws-*.pusher.com/app/:key'.`,
      )
    }
    this.fake = fake
    this.#url = url
    this.#client = client
    this.#write = write
  }

  /** Of the connection; undefined before the service has let it in. */
  get socketId(): string | undefined {
    return this.#socketId
  }

  /** The user that the client has signed in as. */
  get userId(): string | undefined {
    return this.#snapshot()?.userId
  }

  /** The channels that the client is subscribed to. */
  get channels(): readonly string[] {
    return this.#snapshot()?.channels ?? []
  }

  /** Sends one event to this client alone, past the service: the frame log does not have it. */
  send(message: PusherMessage): void {
    this.#write(encodeServerMessage(message))
  }

  /** For doors: lets the client in; before its socket is open, when MSW tells of that. */
  start(): void {
    if (this.#input !== undefined) return
    const { socket } = this.#client
    const link = new SocketLink({
      send: (text) => this.#deliver(text),
      close: (code, reason) => this.#client.close(code, reason),
      fail: () => {
        socket?.dispatchEvent(new Event('error'))
        this.#client.close(ABNORMAL_CLOSURE, '')
      },
    })
    if (socket?.readyState === CONNECTING) {
      socket.addEventListener('open', () => link.opened(), { once: true })
    } else link.opened()
    const input = this.fake.accept(link, this.#url)
    this.#input = input
    this.#client.addEventListener('close', ({ code, reason }) => input.closed(code, reason))
  }

  /** For doors: the client has sent a frame. */
  receive(frame: unknown): void {
    this.#input?.receive(frame)
  }

  #deliver(text: string): void {
    if (this.#socketId === undefined) this.#socketId = socketIdOf(text)
    this.#write(text)
  }

  #snapshot(): ReturnType<PusherApp['connections']>[number] | undefined {
    return this.fake.connections().find(({ socketId }) => socketId === this.#socketId)
  }
}

function socketIdOf(text: string): string | undefined {
  const message = decodeMessage(text)
  if (message?.event !== 'pusher:connection_established' || !isRecord(message.data)) return undefined
  return String(message.data['socket_id'])
}
