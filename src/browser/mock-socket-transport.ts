import { type Client, WebSocket as MockWebSocket, Server } from 'mock-socket'
import { ABNORMAL_CLOSURE } from '../protocol/close-codes.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { Link, LinkInput } from '../server/link.ts'
import type { SocketControl, Transport } from './fake-websocket.ts'
import { scheduleMacrotask } from './macrotask.ts'

/** Tells pusher-js not to try again: without the fake it would dial the live service. */
const GIVE_UP = 4001

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
  #input: LinkInput | undefined
  #server: Server | undefined
  #socket: MockWebSocket | undefined
  #client: Client | undefined
  #send: Client['send'] | undefined
  #untilConnected: ((client: Client) => void)[] = []
  #ended = false

  constructor(
    host: SocketHost,
    url: ConnectionUrl,
    control: SocketControl,
    onEnd: () => void = () => {},
  ) {
    this.#control = control
    this.#onEnd = onEnd
    const link: Link = {
      open: () => this.#open(),
      send: (text) => this.#sendToApp(text),
      close: (code, reason) =>
        this.#withClient((client) => client.close(closeOptions(code, reason))),
      drop: () => this.#drop(),
    }
    // The app sets its handlers after the constructor, and a real handshake takes its time.
    scheduleMacrotask(() => {
      if (!this.#ended) this.#input = host.accept(link, url)
    })
  }

  send(data: string | ArrayBuffer | Blob): void {
    this.#socket?.send(data)
  }

  close(code: number | undefined, reason: string): void {
    if (this.#socket?.readyState === MockWebSocket.OPEN) this.#socket.close(code, reason)
    else this.#fail()
  }

  cut(): void {
    this.#end(GIVE_UP, 'The fake was uninstalled')
  }

  #open(): void {
    sockets += 1
    const internalUrl = `ws://pusher-js-fake/${sockets}`
    this.#server = new Server(internalUrl, { mock: false })
    this.#server.on('connection', (client) => this.#connected(client))
    this.#socket = new MockWebSocket(internalUrl)
    this.#socket.onopen = () => this.#control.opened()
    this.#socket.onmessage = (event) => this.#control.message(event.data)
    this.#socket.onclose = (event) => this.#end(event.code, event.reason)
  }

  #connected(client: Client): void {
    client.on('message', (data) => this.#input?.receive(data))
    // In a task of its own, as in a browser: what the app awaits of `open` comes before the first frame.
    scheduleMacrotask(() => {
      this.#client = client
      // The client is a proxy that makes its methods anew at each access.
      this.#send = client.send
      for (const action of this.#untilConnected) action(client)
      this.#untilConnected = []
    })
  }

  #sendToApp(text: string): void {
    if (this.#ended) return
    if (this.#socket !== undefined && this.#send !== undefined) {
      this.#send.call(this.#socket, text)
    } else {
      this.#withClient((client) => client.send(text))
    }
  }

  #withClient(action: (client: Client) => void): void {
    if (this.#ended) return
    if (this.#client === undefined) this.#untilConnected.push(action)
    else action(this.#client)
  }

  #drop(): void {
    if (this.#client === undefined) this.#fail()
    else this.#client.close(closeOptions(ABNORMAL_CLOSURE, ''))
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
    this.#server?.stop()
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
