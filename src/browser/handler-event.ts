import type { Realm } from './realm.ts'

/** Makes the event for a socket whose only listener is its `onmessage`. */
export type MakeMessageEvent = (data: string, origin: string, target: EventTarget) => MessageEvent

/**
 * A real MessageEvent and its dispatch cost as much as all that pusher-js does with a frame. Where just one
 * handler is to be called, an object that has the event's fields and prototype does as well.
 */
export function messageEventMaker(realm: Realm): MakeMessageEvent {
  class HandlerEvent {
    readonly type = 'message'
    readonly bubbles = false
    readonly cancelable = false
    readonly composed = false
    readonly defaultPrevented = false
    readonly returnValue = true
    readonly cancelBubble = false
    readonly isTrusted = false
    readonly eventPhase = 2
    readonly lastEventId = ''
    readonly source = null
    readonly data: string
    readonly origin: string
    readonly target: EventTarget
    readonly currentTarget: EventTarget
    readonly timeStamp: number

    constructor(data: string, origin: string, target: EventTarget) {
      this.data = data
      this.origin = origin
      this.target = target
      this.currentTarget = target
      this.timeStamp = performance.now()
    }

    get srcElement(): EventTarget {
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
  Object.setPrototypeOf(HandlerEvent.prototype, realm.MessageEvent.prototype)
  return (data, origin, target) => new HandlerEvent(data, origin, target) as unknown as MessageEvent
}
