import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** After this a delivery counts as lost. */
const PATIENCE_MS = 10_000

/** Many connections that only listen. */
export class LoadClients {
  readonly #url: string
  readonly #sockets: WebSocket[] = []
  #received = 0
  #expected = 0
  #arrived = () => {}
  dropped = 0

  constructor(port: number) {
    this.#url = `ws://127.0.0.1:${port}/app/app-key?protocol=7&client=bench&version=1.0.0`
  }

  async open(count: number): Promise<void> {
    while (this.#sockets.length < count) {
      const length = Math.min(100, count - this.#sockets.length)
      await Promise.all(Array.from({ length }, () => this.openOne()))
    }
  }

  async openOne(): Promise<WebSocket> {
    const socket = new WebSocket(this.#url, { perMessageDeflate: false })
    await once(socket, 'message')
    socket.send('{"event":"pusher:subscribe","data":{"channel":"all"}}')
    await once(socket, 'message')
    socket.on('message', () => {
      this.#received += 1
      if (this.#received === this.#expected) this.#arrived()
    })
    const drop = () => {
      this.dropped += 1
    }
    socket.on('close', drop)
    this.#sockets.push(socket)
    return socket
  }

  /** How many of that many deliveries have come, when all have or patience is over. */
  async receiveAll(count: number): Promise<number> {
    this.#received = 0
    this.#expected = count
    const all = new Promise<void>((resolve) => {
      this.#arrived = resolve
    })
    await Promise.race([all, sleep(PATIENCE_MS, undefined, { ref: false })])
    return this.#received
  }

  end(): void {
    for (const socket of this.#sockets) socket.terminate()
  }
}
