import { ABNORMAL_CLOSURE, GIVE_UP } from '../protocol/close-codes.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import type { SocketControl, Transport } from './fake-websocket.ts'
import { scheduleMacrotask } from './macrotask.ts'

/** What a socket tells that was closed without a code; RFC 6455, 7.1.5. */
const NO_STATUS = 1005

/** Who answers a socket: the engine itself, or the bridge to one in another process. */
export interface SocketHost {
  accept(link: Link, url: ConnectionUrl): LinkInput
}

/** A socket that can be cut from outside, when its fake is uninstalled. */
export interface OpenSocket extends Transport {
  cut(): void
}

/**
 * Carries one socket to its host and back. What the app does arrives in a task of its own, as by a network;
 * what the host sends is there at once.
 */
export class SocketTransport implements OpenSocket {
  readonly #control: SocketControl
  readonly #onEnd: () => void
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
    // The app sets its handlers after the constructor, and a real handshake takes its time.
    scheduleMacrotask(() => {
      if (!this.#ended) this.#input = host.accept(this.#link(), url)
    })
  }

  send(data: string | ArrayBuffer | Blob): void {
    scheduleMacrotask(() => {
      if (!this.#ended) this.#input?.receive(data)
    })
  }

  close(code: number | undefined, reason: string): void {
    if (this.#opened) scheduleMacrotask(() => this.#end(code ?? NO_STATUS, reason))
    else this.#fail()
  }

  cut(): void {
    this.#end(GIVE_UP, 'The fake was uninstalled')
  }

  #link(): Link {
    return {
      open: () => this.#open(),
      send: (text) => this.#whenSettled(() => this.#control.message(text)),
      close: (code, reason) => this.#whenSettled(() => this.#endSoon(code, reason)),
      drop: () => (this.#settled ? this.#endSoon(ABNORMAL_CLOSURE, '') : this.#fail()),
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

  #whenSettled(action: () => void): void {
    if (this.#ended) return
    if (this.#settled) action()
    else this.#untilOpen.push(action)
  }

  #endSoon(code: number, reason: string): void {
    scheduleMacrotask(() => this.#end(code, reason))
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
    this.#input?.closed(code, reason)
    this.#onEnd()
  }
}
