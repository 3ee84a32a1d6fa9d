import type { Realm } from './realm.ts'

/** Makes the event for a socket whose only listener is its `onmessage`. */
export type MakeMessageEvent = (data: string, socket: WebSocket) => MessageEvent

/** What is the same for every message event while a handler runs. */
const CONSTANTS = {
  type: 'message',
  bubbles: false,
  cancelable: false,
  composed: false,
  defaultPrevented: false,
  returnValue: true,
  cancelBubble: false,
  isTrusted: false,
  eventPhase: 2,
  lastEventId: '',
  source: null,
} as const

/**
 * A real MessageEvent and its dispatch cost as much as all that pusher-js does with a frame. Where just one
 * handler is to be called, an object that has the event's fields and prototype does as well.
 */
export function messageEventMaker(realm: Realm): MakeMessageEvent {
  class HandlerEvent {
    readonly data: string
    readonly target: WebSocket
    #timeStamp: number | undefined

    constructor(data: string, socket: WebSocket) {
      this.data = data
      this.target = socket
    }

    get origin(): string {
      return new URL(this.target.url).origin
    }

    /** Read when first asked for, which a handler does at once or never. */
    get timeStamp(): number {
      this.#timeStamp ??= performance.now()
      return this.#timeStamp
    }

    get currentTarget(): WebSocket {
      return this.target
    }

    get srcElement(): WebSocket {
      return this.target
    }

    get ports(): readonly MessagePort[] {
      return []
    }

    composedPath(): EventTarget[] {
      return [this.target]
    }

    preventDefault(): void {}
    stopPropagation(): void {}
    stopImmediatePropagation(): void {}
  }
  for (const [name, value] of Object.entries(CONSTANTS)) {
    Object.defineProperty(HandlerEvent.prototype, name, { value, configurable: true })
  }
  Object.setPrototypeOf(HandlerEvent.prototype, realm.MessageEvent.prototype)
  return (data, socket) => new HandlerEvent(data, socket) as unknown as MessageEvent
}
