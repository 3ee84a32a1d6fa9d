import { ABNORMAL_CLOSURE } from '../../protocol/close-codes.ts'
import { closeEvent, type Realm, type SocketClasses } from '../realm/realm.ts'
import { type MakeMessageEvent, messageEventMaker } from './message-event.ts'
import { privateBrand } from './private-brand.ts'
import { byteLengthOf, checkedClose, sendable } from './websocket-arguments.ts'

export const READY_STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const
const { CONNECTING, OPEN, CLOSING, CLOSED } = READY_STATES

export const HANDLERS = ['open', 'message', 'error', 'close'] as const
export type HandlerName = (typeof HANDLERS)[number]

/** What carries a fake socket's frames. */
export interface Transport {
  /** @param left to be called when it is on its way, in a task to come */
  send(data: string | Blob, left: () => void): void
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

/** Opens what carries the frames of one socket. */
export type OpenTransport = (control: SocketControl) => Transport

/** What the fake sockets of a realm share. */
export class SocketRealm {
  readonly realm: Realm
  readonly classes: SocketClasses
  readonly makeMessageEvent: MakeMessageEvent

  constructor(realm: Realm, classes: SocketClasses) {
    this.realm = realm
    this.classes = classes
    this.makeMessageEvent = messageEventMaker(classes, realm.document !== undefined)
  }
}

const brand = privateBrand<FakeSocket>()

/**
 * What a fake socket is behind the object that the app holds, as https://websockets.spec.whatwg.org says.
 * The object is an EventTarget of the realm, stamped with this; its members ask for it.
 */
export class FakeSocket implements SocketControl {
  readonly url: string
  readonly extensions: string = ''
  protocol = ''
  readyState: number = CONNECTING
  bufferedAmount = 0
  binaryType: BinaryType = 'blob'
  readonly #home: SocketRealm
  readonly #target: EventTarget
  readonly #offered: string
  readonly #transport: Transport
  #origin: string | undefined
  /** Bytes that were sent and have not left. */
  #unflushed = 0
  readonly #handlers: Record<HandlerName, object | null> = {
    open: null,
    message: null,
    error: null,
    close: null,
  }
  /** Of the handlers that were ever set. To ask an event for its type costs more than one for each. */
  readonly #listeners: Partial<Record<HandlerName, (event: Event) => unknown>> = {}

  /** @param target becomes the socket; `protocols` are those that the app offers */
  constructor(
    home: SocketRealm,
    target: EventTarget,
    url: string,
    protocols: readonly string[],
    open: OpenTransport,
  ) {
    this.#home = home
    this.#target = target
    this.url = url
    this.#offered = protocols[0] ?? ''
    brand.stamp(target, this)
    this.#transport = open(this)
  }

  /** What is behind an object; undefined when it is no fake socket. */
  static of(target: unknown): FakeSocket | undefined {
    return brand.read(target)
  }

  get origin(): string {
    this.#origin ??= new URL(this.url).origin
    return this.#origin
  }

  opened(): void {
    if (this.readyState !== CONNECTING) return
    this.readyState = OPEN
    // The first, as a server chooses that knows none of them.
    this.protocol = this.#offered
    this.#dispatch(new this.#home.classes.Event('open'))
  }

  message(data: string): void {
    if (this.readyState === OPEN) this.#dispatch(this.#home.makeMessageEvent(data, this))
  }

  closed(code: number, reason: string): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#dispatchClose(code, reason)
  }

  failed(): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#dispatch(new this.#home.classes.Event('error'))
    this.#dispatchClose(ABNORMAL_CLOSURE, '')
  }

  send(value: unknown): void {
    const data = sendable(this.#home.realm, value)
    if (this.readyState === CONNECTING) {
      throw new this.#home.realm.DOMException(
        "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
        'InvalidStateError',
      )
    }
    const bytes = byteLengthOf(data)
    this.bufferedAmount += bytes
    if (this.readyState !== OPEN) return
    this.#unflushed += bytes
    this.#transport.send(data, this.#flush)
  }

  close(code: unknown, reason: unknown): void {
    const checked = checkedClose(this.#home.realm, code, reason)
    if (this.readyState >= CLOSING) return
    this.readyState = CLOSING
    this.#transport.close(checked.code, checked.reason)
  }

  handler(type: HandlerName): object | null {
    return this.#handlers[type]
  }

  /**
   * A handler keeps its place among the listeners while it is replaced, and loses it at null. It stands
   * there by the realm's own method as it is at the moment: zone.js remembers by it in which zone it was
   * set, and under zone.js a replaced handler moves to the end, as that of any socket does.
   */
  setHandler(type: HandlerName, value: unknown): void {
    const previous = this.#handlers[type]
    const handler = isObject(value) ? value : null
    this.#handlers[type] = handler
    const { addEventListener, removeEventListener } = this.#home.classes.EventTarget.prototype
    const moves = handler === null || this.#home.realm.Zone !== undefined
    if (previous === null && handler === null) return
    this.#listeners[type] ??= (event) => this.#hear(type, event)
    const listener = this.#listeners[type]
    if (previous !== null && moves) removeEventListener.call(this.#target, type, listener)
    if (handler !== null && (previous === null || moves)) {
      addEventListener.call(this.#target, type, listener)
    }
  }

  /** Gives back what the handler does: Node reports a promise that is rejected. */
  #hear(type: HandlerName, event: Event): unknown {
    const handler = this.#handlers[type]
    if (typeof handler !== 'function') return undefined
    const answer: unknown = Reflect.apply(handler, this.#target, [event])
    if (answer === false) event.preventDefault()
    return answer
  }

  #dispatch(event: Event): void {
    this.#home.classes.dispatchEvent.call(this.#target, event)
  }

  #dispatchClose(code: number, reason: string): void {
    const wasClean = code !== ABNORMAL_CLOSURE
    this.#dispatch(closeEvent(this.#home.classes, { code, reason, wasClean }))
  }

  readonly #flush = (): void => {
    this.bufferedAmount -= this.#unflushed
    this.#unflushed = 0
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
