import { ABNORMAL_CLOSURE } from '../protocol/close-codes.ts'
import { exceedsBytes } from '../protocol/json.ts'
import { messageEventMaker } from './handler-event.ts'
import { closeEvent, type Realm } from './realm.ts'

const CONNECTING = 0
const OPEN = 1
const CLOSING = 2
const CLOSED = 3

const MAX_REASON_BYTES = 123
const HANDLERS = ['open', 'message', 'error', 'close'] as const

type HandlerName = (typeof HANDLERS)[number]
type Handler = (event: Event) => void

function isHandlerName(type: string): type is HandlerName {
  return (HANDLERS as readonly string[]).includes(type)
}

/** `onopen` and its kin; undefined until it is first set. */
type Handlers = Record<HandlerName, Handler | undefined>

/** What carries a fake socket's frames. */
export interface Transport {
  send(data: string | ArrayBuffer | Blob): void
  /** `code` undefined: closed without one. */
  close(code: number | undefined, reason: string): void
}

/** How a transport drives the socket that the app holds. */
export interface SocketControl {
  opened(): void
  message(data: string): void
  closed(code: number, reason: string): void
  /** The handshake failed. */
  failed(): void
}

export type OpenTransport = (url: string, control: SocketControl) => Transport

export type FakeWebSocketClass = new (url: string | URL, protocols?: string | string[]) => WebSocket

/**
 * Makes the class whose instances the app gets in place of a WebSocket: an EventTarget of the realm with
 * events of the realm, `instanceof WebSocket`, behaving as https://websockets.spec.whatwg.org says.
 */
export function createFakeWebSocket(realm: Realm, open: OpenTransport): FakeWebSocketClass {
  const makeMessageEvent = messageEventMaker(realm)

  class FakeWebSocket extends realm.EventTarget {
    readonly url: string
    readonly protocol: string = ''
    readonly extensions: string = ''
    readonly bufferedAmount: number = 0
    binaryType: BinaryType = 'blob'
    readonly #transport: Transport
    readonly #handlers: Handlers = {
      open: undefined,
      message: undefined,
      error: undefined,
      close: undefined,
    }
    /** Handlers that stand among the listeners. */
    readonly #heard = new Set<HandlerName>()
    #readyState = CONNECTING
    #hasMessageListeners = false

    constructor(url: string | URL) {
      super()
      this.url = String(url)
      this.#transport = open(this.url, {
        opened: () => {
          if (this.#readyState !== CONNECTING) return
          this.#readyState = OPEN
          this.dispatchEvent(new realm.Event('open'))
        },
        message: (data) => {
          if (this.#readyState !== OPEN && this.#readyState !== CLOSING) return
          if (this.#hasMessageListeners) {
            const init = { data, origin: new URL(this.url).origin }
            this.dispatchEvent(new realm.MessageEvent('message', init))
          } else {
            this.#callHandler(makeMessageEvent(data, this as unknown as WebSocket))
          }
        },
        closed: (code, reason) => this.#end(code, reason),
        failed: () => {
          if (this.#readyState !== CLOSED) this.dispatchEvent(new realm.Event('error'))
          this.#end(ABNORMAL_CLOSURE, '')
        },
      })
    }

    get readyState(): number {
      return this.#readyState
    }

    send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      if (this.#readyState === CONNECTING) {
        throw new realm.DOMException(
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
          'InvalidStateError',
        )
      }
      if (this.#readyState === OPEN) this.#transport.send(normalize(data))
    }

    close(code?: number, reason = ''): void {
      const checked = code === undefined ? undefined : checkedCode(realm, code)
      if (exceedsBytes(reason, MAX_REASON_BYTES)) {
        throw new realm.DOMException(
          `Failed to execute 'close' on 'WebSocket': The message must not be greater than ${MAX_REASON_BYTES} bytes.`,
          'SyntaxError',
        )
      }
      if (this.#readyState >= CLOSING) return
      this.#readyState = CLOSING
      this.#transport.close(checked, reason)
    }

    override addEventListener(
      type: string,
      listener: EventListenerOrEventListenerObject | null,
      options?: boolean | AddEventListenerOptions,
    ): void {
      if (type === 'message') this.#hasMessageListeners = true
      this.#listenForHandler(type)
      super.addEventListener(type, listener, options)
    }

    override dispatchEvent(event: Event): boolean {
      this.#listenForHandler(event.type)
      return super.dispatchEvent(event)
    }

    /** As a dispatch does: what the handler throws is reported and harms nobody. */
    #callHandler(event: MessageEvent): void {
      try {
        this.#handlers.message?.call(this, event)
      } catch (error) {
        report(realm, error)
      }
    }

    #end(code: number, reason: string): void {
      if (this.#readyState === CLOSED) return
      this.#readyState = CLOSED
      this.dispatchEvent(closeEvent(realm, { code, reason, wasClean: code !== ABNORMAL_CLOSURE }))
    }

    handler(type: HandlerName): Handler | null {
      return this.#handlers[type] ?? null
    }

    setHandler(type: HandlerName, handler: unknown): void {
      this.#handlers[type] = typeof handler === 'function' ? (handler as Handler) : ignore
    }

    /**
     * A handler keeps the place in the order where it was first set, as the HTML standard has it; but most
     * are never called in an order, and a listener for each would be a fifth of the time to connect.
     */
    #listenForHandler(type: string): void {
      if (!isHandlerName(type) || this.#handlers[type] === undefined || this.#heard.has(type))
        return
      this.#heard.add(type)
      super.addEventListener(type, (event) => this.#handlers[type]?.call(this, event))
    }
  }
  for (const type of HANDLERS) defineHandler(FakeWebSocket.prototype, type)
  const states = { CONNECTING, OPEN, CLOSING, CLOSED }
  for (const [name, value] of Object.entries(states)) {
    Object.defineProperty(FakeWebSocket, name, { value, enumerable: true })
    Object.defineProperty(FakeWebSocket.prototype, name, { value, enumerable: true })
  }
  if (realm.WebSocket !== undefined) {
    Object.setPrototypeOf(FakeWebSocket.prototype, realm.WebSocket.prototype)
  }
  return FakeWebSocket as unknown as FakeWebSocketClass
}

interface HandlerOwner {
  handler(type: HandlerName): Handler | null
  setHandler(type: HandlerName, handler: unknown): void
}

function defineHandler(prototype: HandlerOwner, type: HandlerName): void {
  Object.defineProperty(prototype, `on${type}`, {
    get(this: HandlerOwner) {
      const handler = this.handler(type)
      return handler === ignore ? null : handler
    },
    set(this: HandlerOwner, handler: unknown) {
      this.setHandler(type, handler)
    },
    configurable: true,
    enumerable: true,
  })
}

function ignore(): void {}

function report(realm: Realm, error: unknown): void {
  if (realm.reportError !== undefined) realm.reportError(error)
  else {
    queueMicrotask(() => {
      throw error
    })
  }
}

function normalize(data: unknown): string | ArrayBuffer | Blob {
  if (data instanceof Blob) return data
  if (data instanceof ArrayBuffer) return data
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data
    return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  }
  return String(data)
}

function checkedCode(realm: Realm, code: number): number {
  const integer = Math.trunc(Number(code)) || 0
  if (integer !== 1000 && (integer < 3000 || integer > 4999)) {
    throw new realm.DOMException(
      `Failed to execute 'close' on 'WebSocket': The close code must be either 1000, or between 3000 and 4999. ${integer} is neither.`,
      'InvalidAccessError',
    )
  }
  return integer
}
