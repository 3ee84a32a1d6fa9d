import {
  createPusherFake,
  type LinkInput,
  type PresenceUser,
  type PusherFake,
  type PusherFakeOptions,
  type User,
} from '../../src/index.ts'
import { type ConnectionUrl, parseConnectionUrl } from '../../src/protocol/connection-url.ts'
import { channelStringToSign, hmacSha256Hex } from '../../src/protocol/signatures.ts'

export const APP_URL = 'wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=js&version=8.6.0'

/** A frame as it came over the wire: the outer JSON decoded, `data` as it was sent. */
export interface WireFrame {
  readonly event: string
  readonly channel?: string
  readonly data?: unknown
  readonly user_id?: string
}

/** A quiet fake. */
export function quietFake(options: PusherFakeOptions = {}): PusherFake {
  return createPusherFake({ logger: false, ...options })
}

/** Speaks the protocol itself, so that a test sees each frame of it. */
export class RawClient {
  /** What the link heard, in its order: `open`, the names of events, `close 4001`, `drop`. */
  readonly heard: string[] = []
  readonly frames: WireFrame[] = []
  readonly closes: { code: number; reason: string }[] = []
  readonly #fake: PusherFake
  readonly #input: LinkInput
  #taken = 0

  /** @param parsed the URL as its door has read it, where that is not as a page's does */
  constructor(
    fake: PusherFake,
    url: string = APP_URL,
    parsed: ConnectionUrl | undefined = parseConnectionUrl(url),
  ) {
    if (parsed === undefined) throw new Error(`Not a URL of Pusher: ${url}`)
    this.#fake = fake
    this.#input = fake.accept(
      {
        open: () => this.heard.push('open'),
        send: (text) => {
          const frame = JSON.parse(text) as WireFrame
          this.frames.push(frame)
          this.heard.push(frame.event)
        },
        close: (code, reason) => {
          this.closes.push({ code, reason })
          this.heard.push(`close ${code}`)
        },
        drop: () => this.heard.push('drop'),
      },
      parsed,
    )
  }

  /** From the handshake; empty before it. */
  get socketId(): string {
    const handshake = this.frames.find(({ event }) => event === 'pusher:connection_established')
    if (typeof handshake?.data !== 'string') return ''
    return (JSON.parse(handshake.data) as { socket_id: string }).socket_id
  }

  send(frame: unknown): void {
    this.sendRaw(JSON.stringify(frame))
  }

  sendRaw(frame: unknown): void {
    this.#input.receive(frame)
  }

  /** The client's socket sends a ping or a pong of its own. */
  heartbeat(): void {
    this.#input.heard?.()
  }

  /** The client closes its socket. */
  close(code = 1000, reason = ''): void {
    this.#input.closed(code, reason)
  }

  /** The frames since the last call; the first call leaves out the handshake. */
  take(): WireFrame[] {
    const start = this.#taken === 0 ? 1 : this.#taken
    this.#taken = this.frames.length
    return this.frames.slice(start)
  }

  /** Subscribes with a proper signature and takes the answer. */
  subscribe(channel: string, user?: PresenceUser): WireFrame[] {
    const needsSignature = channel.startsWith('private-') || channel.startsWith('presence-')
    const authorization = needsSignature
      ? this.#fake.authorizeChannel({
          socketId: this.socketId,
          channelName: channel,
          ...(user && { user }),
        })
      : { auth: '' }
    const { auth, channel_data } = { channel_data: undefined, ...authorization }
    this.take()
    this.send({ event: 'pusher:subscribe', data: { auth, channel_data, channel } })
    return this.take()
  }

  /** Subscribes as an untyped backend lets it: `channelData` may be anything, its signature is right. */
  subscribeAs(channel: string, channelData: string): WireFrame[] {
    const { key, secret } = this.#fake
    const text = channelStringToSign(this.socketId, channel, channelData)
    const auth = `${key}:${hmacSha256Hex(secret, text)}`
    this.take()
    this.send({ event: 'pusher:subscribe', data: { auth, channel_data: channelData, channel } })
    return this.take()
  }

  unsubscribe(channel: string): void {
    this.send({ event: 'pusher:unsubscribe', data: { channel } })
  }

  /** Signs in with a proper signature and takes the answer. */
  signin(user: User): WireFrame[] {
    const data = this.#fake.authenticateUser({ socketId: this.socketId, user })
    this.take()
    this.send({ event: 'pusher:signin', data })
    return this.take()
  }
}
