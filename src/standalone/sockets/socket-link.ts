import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Server, WebSocket } from 'ws'
import { ABNORMAL_CLOSURE, GOING_AWAY, OVER_CAPACITY } from '../../protocol/close-codes.ts'
import type { Link, LinkInput } from '../../server/connections/link.ts'
import type { ClientSocket } from './client-socket.ts'
import type { Outgoing } from './outgoing.ts'

const CLOSING = 'The server is closing'
/** What the pings of a turn carry, for their answers to be known. */
const TURN = Buffer.from('turn')

/** A client's request for a socket. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

/** What the links of a server share. */
export interface LinkHost {
  readonly server: Server<typeof ClientSocket>
  readonly outgoing: Outgoing
  /** How much may wait for a client that reads slowly. */
  readonly maxBufferedBytes: number
}

/** One client's real socket, from its upgrade request on. */
export class SocketLink implements Link {
  input: LinkInput | undefined
  /** Resolves when the socket is gone. */
  readonly ended: Promise<void>
  readonly #host: LinkHost
  readonly #stream: Duplex
  /** Until the client is let in: a request keeps much alive. */
  #upgrade: Upgrade | undefined
  #socket: ClientSocket | undefined
  #closing = false
  readonly #turns: (() => void)[] = []

  constructor(host: LinkHost, upgrade: Upgrade) {
    this.#host = host
    this.#upgrade = upgrade
    const { socket } = upgrade
    this.#stream = socket
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        // A client that gives up before it was let in.
        if (this.#socket === undefined) this.input?.closed(ABNORMAL_CLOSURE, '')
        resolve()
      })
    })
    socket.on('error', () => socket.destroy())
  }

  open(): void {
    if (this.#upgrade === undefined) return
    const { request, socket, head } = this.#upgrade
    this.#upgrade = undefined
    const { server, outgoing } = this.#host
    // The greeting comes at once, mostly.
    outgoing.hold(socket)
    server.handleUpgrade(request, socket, head, (opened) => {
      this.#socket = opened
      opened.on('message', (data, isBinary) =>
        this.input?.receive(isBinary ? data : data.toString()),
      )
      const heard = () => this.input?.heard?.()
      opened.on('ping', heard)
      opened.on('pong', (data) => {
        if (data.equals(TURN)) this.#turns.shift()?.()
        else heard()
      })
      opened.whenClosing = (code, reason) => {
        if (!this.#closing) this.input?.closed(code, reason)
      }
      opened.on('close', (code, reason) => {
        for (const done of this.#turns.splice(0)) done()
        this.input?.closed(code, reason.toString())
      })
      // What is wrong with a socket ends it; the end is what counts.
      opened.on('error', () => {})
    })
  }

  send(text: string): void {
    const socket = this.#socket
    if (socket?.readyState !== WebSocket.OPEN || this.#closing) return
    const waiting = this.#host.outgoing.waitingFor(this.#stream)
    if (waiting > this.#host.maxBufferedBytes) {
      const reason = `Over capacity: ${waiting} bytes wait for a slow reader`
      this.close(OVER_CAPACITY, reason)
      this.input?.closed(OVER_CAPACITY, reason)
      return
    }
    this.#host.outgoing.send(this.#stream, text)
  }

  close(code: number, reason: string): void {
    this.#closing = true
    this.#socket?.close(code, shorten(reason))
  }

  /** A client answers a ping when it has read what was sent before. @returns whether it is done with it all */
  turn(): boolean | Promise<boolean> {
    const socket = this.#socket
    if (socket === undefined) return true
    if (socket.readyState !== socket.OPEN) return false
    return new Promise((resolve) => {
      this.#turns.push(() => resolve(true))
      socket.ping(TURN)
    })
  }

  /** The server goes away: open sockets are closed, those that were never let in are cut. */
  end(): void {
    if (this.#socket === undefined) this.drop()
    else this.close(GOING_AWAY, CLOSING)
    this.input?.closed(GOING_AWAY, CLOSING)
  }

  drop(): void {
    this.#closing = true
    // What was sent before has left.
    this.#stream.uncork()
    this.#upgrade?.socket.destroy()
    this.#socket?.terminate()
  }
}

/** A close reason has room for 123 bytes (RFC 6455, 5.5). */
function shorten(reason: string): string {
  const bytes = Buffer.from(reason)
  return bytes.length <= 123
    ? reason
    : bytes
        .subarray(0, 120)
        .toString()
        .replace(/\uFFFD$/, '')
}
