import type { Duplex } from 'node:stream'

/** More than this is not held back for a socket. */
const HELD_BYTES = 65_536
/** Nor is what goes to more sockets: the first of them need not wait for the last. */
const HELD_SOCKETS = 64

/**
 * What leaves a server. Each write to a socket is a call of the system and wakes a client, so that frames of
 * one turn go together; one that many get is put into bytes once.
 */
export class Outgoing {
  #text: string | undefined
  #frame: Buffer = Buffer.alloc(0)
  readonly #held: Duplex[] = []
  readonly #mostHeld: number
  readonly #release = () => {
    for (const socket of this.#held.splice(0)) socket.uncork()
  }

  /** @param maxBufferedBytes after which a client counts as a slow reader */
  constructor(maxBufferedBytes: number) {
    this.#mostHeld = Math.min(HELD_BYTES, maxBufferedBytes)
  }

  /** Holds back what is written to the socket until what runs now is over. */
  hold(socket: Duplex): void {
    if (socket.writableCorked > 0) return
    if (this.#held.length === HELD_SOCKETS) this.#release()
    socket.cork()
    if (this.#held.push(socket) === 1) queueMicrotask(this.#release)
  }

  /** How many bytes wait for a client to read. */
  waitingFor(socket: Duplex): number {
    if (socket.writableLength > this.#mostHeld) socket.uncork()
    return socket.writableLength
  }

  /** Writes a text frame to a socket that is past its handshake. */
  send(socket: Duplex, text: string): void {
    if (text !== this.#text) {
      this.#text = text
      this.#frame = textFrame(text)
    }
    this.hold(socket)
    socket.write(this.#frame)
  }
}

/** As a server sends it: whole, and not masked (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  const { length } = payload
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const head = Buffer.alloc(2 + extended)
  head[0] = 0x81
  if (extended === 0) head[1] = length
  else if (extended === 2) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  if (extended > 0) head[1] = extended === 2 ? 126 : 127
  return Buffer.concat([head, payload])
}
