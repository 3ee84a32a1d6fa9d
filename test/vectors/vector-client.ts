import { differences, ofSets } from './differences.ts'
import { Queue } from './queue.ts'
import type { ClientSocket, SocketEvent } from './service.ts'

/** One named client of a vector: its socket and what that has heard and nobody has looked at. */
export class VectorClient {
  readonly #heard = new Queue<SocketEvent>()
  readonly #name: string
  readonly #patience: number
  #socket: ClientSocket | undefined
  #socketId: string | undefined

  constructor(name: string, patience: number) {
    this.#name = name
    this.#patience = patience
  }

  readonly hear = (event: SocketEvent): void => this.#heard.push(event)

  opened(socket: ClientSocket): void {
    this.#socket = socket
  }

  get socketId(): string {
    if (this.#socketId === undefined) throw new Error(`${this.#name} has no socket id yet`)
    return this.#socketId
  }

  async send(data: string | Uint8Array, times = 1): Promise<void> {
    if (this.#socket === undefined) throw new Error(`${this.#name} is not connected`)
    await this.#socket.send(data, times)
  }

  async close(): Promise<void> {
    await this.#socket?.close()
  }

  /** The next frame, decoded. */
  async frame(expected: unknown): Promise<unknown> {
    const event = await this.#heard.take(this.#patience)
    if (event === undefined) {
      throw new Error(`${this.#name}: no frame came, expected ${JSON.stringify(expected)}`)
    }
    if (event.type === 'close') {
      throw new Error(
        `${this.#name}: closed with ${event.code} "${event.reason}", expected ${JSON.stringify(expected)}`,
      )
    }
    const frame: unknown = JSON.parse(event.text)
    this.#remember(frame)
    return frame
  }

  /** Takes as many frames as are expected and compares them. */
  async expectFrames(expected: readonly unknown[], anyOrder: boolean): Promise<void> {
    if (!anyOrder) {
      for (const item of expected) {
        this.#compare(differences(item, await this.frame(item), 'the frame'))
      }
      return
    }
    const frames: unknown[] = []
    for (const item of expected) frames.push(await this.frame(item))
    this.#compare(ofSets(expected, frames, 'the frames'))
  }

  /** What the service has sent before it answers a ping would come before the answer. */
  async expectNothing(): Promise<void> {
    await this.send(JSON.stringify({ event: 'pusher:ping', data: {} }))
    const pong = { event: 'pusher:pong', data: { $optional: { $data: {} } } }
    this.#compare(differences(pong, await this.frame(pong), 'instead of nothing'))
  }

  async expectClose(code: number, reason: unknown, mayPrecede: readonly unknown[]): Promise<void> {
    const before: unknown[] = []
    for (;;) {
      const event = await this.#heard.take(this.#patience)
      if (event === undefined) throw new Error(`${this.#name}: not closed, expected ${code}`)
      if (event.type === 'close') {
        const { type: _, ...closing } = event
        this.#compare(differences({ code, reason }, closing, 'the close'))
        return
      }
      const frame: unknown = JSON.parse(event.text)
      before.push(frame)
      const known = mayPrecede.map((item) => differences(item, frame, 'the frame before the close'))
      if (!known.some((found) => found.length === 0)) {
        const wanted = known.length === 0 ? ['no frame may precede the close'] : known.flat()
        this.#compare([...wanted, `got ${JSON.stringify(before)}`])
      }
    }
  }

  /** Frames that nobody asked for. */
  assertNothingLeft(): void {
    const left = this.#heard.waiting.filter(({ type }) => type === 'frame')
    if (left.length > 0) {
      throw new Error(`${this.#name}: heard what no step expected: ${JSON.stringify(left)}`)
    }
  }

  #remember(frame: unknown): void {
    const { event, data } = frame as { event?: unknown; data?: unknown }
    if (event !== 'pusher:connection_established') return
    const decoded: unknown = typeof data === 'string' ? JSON.parse(data) : data
    this.#socketId = String((decoded as { socket_id: unknown }).socket_id)
  }

  #compare(found: readonly string[]): void {
    if (found.length > 0) throw new Error(`${this.#name}: ${found.join('; ')}`)
  }
}
