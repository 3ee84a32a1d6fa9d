import type { FrameEnvelope } from '../../protocol/client-frame.ts'
import type { ConnectionUrl } from '../../protocol/connection-url.ts'
import { errorFrame, type ServerFrame } from '../../protocol/server-frame.ts'
import type { Channel } from '../channels/channel.ts'
import type { FrameLog, LogEntry } from '../log/frame-log.ts'
import type { Wire } from './wire.ts'
import { toWireFrame, type WireFrame } from './wire-frame.ts'

/** A user as `pusher:signin` proved it. */
export interface SignedInUser {
  readonly id: string
  readonly userInfo: unknown
  readonly watchlist: readonly string[]
}

export interface ConnectionHost {
  readonly log: FrameLog
  now(): number
  /** A frame entered the log. */
  logged(entry: LogEntry): void
}

/** The service's side of one client connection. */
export class Connection {
  readonly socketId: string
  readonly url: ConnectionUrl
  readonly openedAt: number
  readonly channels: Map<string, Channel> = new Map()
  user: SignedInUser | undefined
  /** Milliseconds since the epoch at which the client was last heard. */
  lastHeard: number
  open = true
  /** Whether it has ever signed in or joined a channel that needs a signature. */
  authorized = false
  /** Frames that wait for what encrypts, and those behind them. */
  waiting = 0

  readonly #wire: Wire
  readonly #host: ConnectionHost
  #second = 0
  #clientEvents = 0
  #endings: (() => void)[] = []

  constructor(socketId: string, url: ConnectionUrl, wire: Wire, host: ConnectionHost) {
    this.socketId = socketId
    this.url = url
    this.#wire = wire
    this.#host = host
    this.openedAt = host.now()
    this.lastHeard = this.openedAt
  }

  send(frame: ServerFrame): void {
    this.deliver(toWireFrame(frame, this.#host.now()))
  }

  /** Sends a frame that is serialized already, as one frame for many subscribers is. @returns whether it left */
  deliver(frame: WireFrame): boolean {
    if (!this.open) return false
    const number = this.#wire.nextNumber()
    const sent = this.#wire.send(frame, number)
    for (let copy = 0; copy < sent; copy += 1) {
      this.#host.logged(this.#host.log.append('out', this.socketId, frame, number))
    }
    return sent > 0
  }

  /**
   * Ends the connection with a close code. Before protocol 6 a client could not read those, so that it
   * got the code in a `pusher:error`. Source: Pusher docs, pusher-websockets-protocol, changelog.
   *
   * @param announced that `pusher:error` has been sent already
   */
  close(code: number, reason: string, announced = false): void {
    if (!this.open) return
    if (!announced && Number(this.url.protocol) < 6) this.send(errorFrame(code, reason))
    this.open = false
    this.#wire.close(code, reason)
  }

  /**
   * Refuses the handshake: code and text come in a `pusher:error` as well, whatever the protocol. The docs say
   * so for protocol 5 alone; users quote it from the live service for 7 too, by clients that read frames only.
   */
  refuse(code: number, reason: string): void {
    const isPushers = code >= 4000
    if (isPushers) this.send(errorFrame(code, reason))
    this.close(code, reason, isPushers)
  }

  /** Loses the network under the connection. */
  drop(): void {
    this.open = false
    this.#wire.drop()
  }

  /** The client has closed, or is lost. */
  ended(): void {
    this.open = false
    this.#wire.end()
  }

  /** Calls back when the connection is forgotten, to end what runs as long as it lives. */
  onEnd(callback: () => void): void {
    this.#endings.push(callback)
  }

  /** Ends what runs as long as the connection lives. */
  forgotten(): void {
    for (const end of this.#endings.splice(0)) end()
  }

  /** Takes what the client sent; `deliver` runs when it has arrived. `envelope` reads a message. */
  receive(deliver: (number: number | undefined) => void, envelope?: () => FrameEnvelope): void {
    this.#wire.receive(deliver, envelope)
  }

  /** Counts a client event; false when it exceeds `limit` in the running second. */
  countClientEvent(limit: number): boolean {
    const now = this.#host.now()
    if (now - this.#second >= 1000) {
      this.#second = now
      this.#clientEvents = 0
    }
    this.#clientEvents += 1
    return this.#clientEvents <= limit
  }
}
