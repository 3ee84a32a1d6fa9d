import { type Client, WebSocket as MockWebSocket, Server } from 'mock-socket'
import { ABNORMAL_CLOSURE, GIVE_UP } from '../../protocol/close-codes.ts'
import type { ConnectionUrl } from '../../protocol/connection-url.ts'
import type { Link, LinkInput } from '../../server/connections/link.ts'
import { scheduleMacrotask } from '../realm/macrotask.ts'
import type { SocketControl, Transport } from './fake-websocket.ts'

/** Who answers a socket: the engine itself, or the bridge to one in another process. */
export interface SocketHost {
  accept(link: Link, url: ConnectionUrl): LinkInput
}

/** A socket that can be cut from outside, when its fake is uninstalled. */
export interface OpenSocket extends Transport {
  cut(): void
}

let sockets = 0

/**
 * Carries one socket over a mock-socket Server of its own. mock-socket knows only exact URLs, one server
 * each, in a table that all fakes of a page share; so each socket has an internal URL, never the app's.
 */
export class MockSocketTransport implements OpenSocket {
  readonly #control: SocketControl
  readonly #onEnd: () => void
  readonly #server: Server
  readonly #socket: MockWebSocket
  #input: LinkInput | undefined
  /** The app has heard that it is open. */
  #opened = false
  /** The app has had its time to act on that: frames may come. */
  #settled = false
  readonly #untilOpen: (() => void)[] = []
  #ended = false

  constructor(
    host: SocketHost,
    url: ConnectionUrl,
    control: SocketControl,
    onEnd: () => void = () => {},
  ) {
    this.#control = control
    this.#onEnd = onEnd
    sockets += 1
    const internalUrl = `ws://pusher-js-fake/${sockets}`
    this.#server = new Server(internalUrl, { mock: false })
    // A task from now: the app sets its handlers after the constructor, and a real handshake takes its time.
    this.#server.on('connection', (client) => {
      if (this.#ended) return
      this.#input = host.accept(this.#linkOver(client), url)
    })
    this.#socket = new MockWebSocket(internalUrl)
    this.#socket.onclose = (event) => this.#end(event.code, event.reason)
  }

  /** Past `send` of mock-socket, for the same reason as that to the app. */
  send(data: string | Blob, left: () => void): void {
    scheduleMacrotask(() => {
      left()
      this.#input?.receive(data)
    })
  }

  close(code: number | undefined, reason: string): void {
    if (this.#opened) this.#socket.close(code, reason)
    else this.#fail()
  }

  cut(): void {
    this.#end(GIVE_UP, 'The fake was uninstalled')
  }

  #linkOver(client: Client): Link {
    return {
      open: () => this.#open(),
      send: (text) => this.#sendToApp(text),
      close: (code, reason) => this.#whenOpen(() => client.close(closeOptions(code, reason))),
      drop: () => this.#drop(client),
    }
  }

  #open(): void {
    if (this.#ended) return
    this.#opened = true
    this.#control.opened()
    // In a task of its own, as in a browser: what the app awaits of `open` comes before the first frame.
    scheduleMacrotask(() => {
      this.#settled = true
      for (const action of this.#untilOpen.splice(0)) action()
    })
  }

  /** Past `client.send`, which makes an event of twenty fields that nobody reads. */
  #sendToApp(text: string): void {
    if (!this.#settled) this.#sendWhenOpen(text)
    else if (!this.#ended) this.#control.message(text)
  }

  #sendWhenOpen(text: string): void {
    this.#whenOpen(() => this.#control.message(text))
  }

  #whenOpen(action: () => void): void {
    if (this.#ended) return
    if (this.#settled) action()
    else this.#untilOpen.push(action)
  }

  #drop(client: Client): void {
    if (this.#settled) client.close(closeOptions(ABNORMAL_CLOSURE, ''))
    else this.#fail()
  }

  /** A handshake that did not come about, by either side's doing. */
  #fail(): void {
    if (this.#ended) return
    this.#ended = true
    scheduleMacrotask(() => {
      this.#control.failed()
      this.#release(ABNORMAL_CLOSURE, '')
    })
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#control.closed(code, reason)
    this.#release(code, reason)
  }

  #release(code: number, reason: string): void {
    this.#server.stop()
    this.#input?.closed(code, reason)
    this.#onEnd()
  }
}

function closeOptions(
  code: number,
  reason: string,
): { code: number; reason: string; wasClean: boolean } {
  return { code, reason, wasClean: code !== ABNORMAL_CLOSURE }
}
