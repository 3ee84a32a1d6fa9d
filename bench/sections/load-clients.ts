import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** After this a delivery counts as lost. */
const PATIENCE_MS = 10_000

/** Many connections that only listen. */
export class LoadClients {
  readonly #url: string
  readonly #sockets: WebSocket[] = []
  #listening = 0
  #received = 0
  #arrived = () => {}
  /** Deliveries that have not come while patience lasted. */
  lost = 0
  dropped = 0

  constructor(port: number) {
    this.#url = `ws://127.0.0.1:${port}/app/app-key?protocol=7&client=bench&version=1.0.0`
  }

  /** Until so many listen. */
  async open(count: number): Promise<void> {
    while (this.#listening < count) {
      const length = Math.min(100, count - this.#listening)
      await Promise.all(Array.from({ length }, () => this.#openOne()))
      this.#listening += length
    }
  }

  /** One more, which stops reading. */
  async openSlow(): Promise<void> {
    const socket = await this.#openOne()
    socket.pause()
  }

  async #openOne(): Promise<WebSocket> {
    const socket = new WebSocket(this.#url, { perMessageDeflate: false })
    await once(socket, 'message')
    socket.send('{"event":"pusher:subscribe","data":{"channel":"all"}}')
    await once(socket, 'message')
    socket.on('message', () => {
      this.#received += 1
      if (this.#received === this.#listening) this.#arrived()
    })
    const drop = () => {
      this.dropped += 1
    }
    socket.on('close', drop)
    this.#sockets.push(socket)
    return socket
  }

  /** When an event has come to all who listen, or patience is over. */
  async receiveAll(): Promise<void> {
    this.#received = 0
    const all = new Promise<void>((resolve) => {
      this.#arrived = resolve
    })
    await Promise.race([all, sleep(PATIENCE_MS, undefined, { ref: false })])
    this.lost += this.#listening - this.#received
  }

  end(): void {
    for (const socket of this.#sockets) socket.terminate()
  }
}
