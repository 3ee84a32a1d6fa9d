import { ownMethod } from '../../clients/own-method.ts'
import type { Realm } from '../realm/realm.ts'

/** Dispatches an event to what listens to a request. */
export type Dispatch = (event: Event) => void

/** What listens to a request that has no real events. */
export interface NamedEvents {
  readonly dispatch: Dispatch
  /** Leaves the request to its own class, without a trace. */
  leave(): void
}

type Listener = ((event: Event) => void) | { handleEvent(event: Event): void }

/** Keeps what listens to a request, if it has no real events. */
export type EventsOf = (realm: Realm, request: XMLHttpRequest) => NamedEvents | undefined

export const eventsOf: EventsOf = ({ EventTarget }, request) => {
  // happy-dom's does not extend its window's EventTarget, but has the same methods.
  const { dispatchEvent } = request
  const isReal =
    request instanceof EventTarget || dispatchEvent === EventTarget.prototype.dispatchEvent
  return isReal ? undefined : namedEvents(request)
}

/**
 * Keeps what listens to a request from now on. The classes of mocks, as the Node build's own, know events by
 * their names, and each calls handlers and listeners in a way of its own.
 */
export function namedEvents(request: XMLHttpRequest): NamedEvents {
  let listeners: [type: string, listener: Listener][] = []
  const keep = (name: 'addEventListener' | 'removeEventListener') => {
    const method: unknown = request[name]
    return ownMethod(request, name, (...args: [type: string, listener: Listener]) => {
      listeners = listeners.filter(([type, listener]) => type !== args[0] || listener !== args[1])
      if (name === 'addEventListener') listeners.push(args)
      if (typeof method === 'function') method.apply(request, args)
    })
  }
  const undo = [keep('addEventListener'), keep('removeEventListener')]
  return {
    dispatch(event) {
      Object.defineProperty(event, 'target', { value: request })
      const handler: unknown = Reflect.get(request, `on${event.type}`)
      if (typeof handler === 'function') handler.call(request, event)
      for (const [type, listener] of listeners) {
        if (type !== event.type) continue
        if (typeof listener === 'function') listener.call(request, event)
        else listener.handleEvent(event)
      }
    },
    leave() {
      for (const step of undo) step()
    },
  }
}
