import { ABNORMAL_CLOSURE } from '../protocol/close-codes.ts'
import { isRecord } from '../protocol/json.ts'
import type { Link } from '../server/connections/link.ts'
import { decodeMessage } from './pusher-message.ts'

/** What a link does to the client's end of a socket. */
export interface SocketEnd {
  send(text: string): void
  close(code: number, reason: string): void
  /** Fails the handshake; only ever before the socket is open. */
  fail(): void
}

/**
 * A link over a socket that MSW holds. MSW itself opens the socket, once its handlers have run, so what the
 * service has to say before that waits.
 */
export class SocketLink implements Link {
  readonly #socket: SocketEnd
  #untilOpen: (() => void)[] | undefined = []
  #accepted = false
  #socketId: string | undefined

  constructor(socket: SocketEnd) {
    this.#socket = socket
  }

  /** What the service has called the connection. */
  get socketId(): string | undefined {
    return this.#socketId
  }

  open(): void {
    this.#accepted = true
  }

  send(text: string): void {
    this.#socketId ??= socketIdOf(text)
    this.#whenOpen(() => this.#socket.send(text))
  }

  close(code: number, reason: string): void {
    // MSW sends in a microtask and closes at once: in one of its own, the close comes after what was sent.
    this.#whenOpen(() => queueMicrotask(() => this.#socket.close(code, reason)))
  }

  drop(): void {
    if (this.#untilOpen !== undefined && !this.#accepted) this.#socket.fail()
    else this.close(ABNORMAL_CLOSURE, '')
  }

  /** MSW has opened the socket. */
  opened(): void {
    const waiting = this.#untilOpen ?? []
    this.#untilOpen = undefined
    for (const action of waiting) action()
  }

  #whenOpen(action: () => void): void {
    if (this.#untilOpen === undefined) action()
    else this.#untilOpen.push(action)
  }
}

function socketIdOf(text: string): string | undefined {
  const { event, data } = decodeMessage(text) ?? {}
  const greets = event === 'pusher:connection_established' && isRecord(data)
  return greets ? String(data['socket_id']) : undefined
}
