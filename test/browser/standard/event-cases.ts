import { type Case, closed, next, opened, type Surroundings, thrown } from './case.ts'

type Look = (event: MessageEvent, socket: WebSocket, where: Surroundings) => unknown

/** What a listener sees of a message event. */
const during =
  (look: Look): Case =>
  async (where) => {
    const socket = await opened(where)
    const seen = new Promise((resolve, reject) =>
      socket.addEventListener('message', (event) => {
        try {
          resolve(look(event, socket, where))
        } catch (error) {
          reject(error)
        }
      }),
    )
    await where.message('text')
    const value = await seen
    await closed(socket)
    return value
  }

/** What is seen of it later. */
const after =
  (look: Look): Case =>
  async (where) => {
    const socket = await opened(where)
    const event = next<MessageEvent>(socket, 'message')
    await where.message('text')
    const value = await look(await event, socket, where)
    await closed(socket)
    return value
  }

/** What the events are. */
export const eventCases: Record<string, Case> = {
  'class of a message event': during((event, _, { realm }) => [
    event instanceof realm.MessageEvent,
    event instanceof realm.Event,
    event.constructor === realm.MessageEvent,
    Object.prototype.toString.call(event),
  ]),
  'data and origin': during(({ data, origin }) => [data, origin]),
  'fields of MessageEvent': during(({ lastEventId, source, ports }) => [
    lastEventId,
    source,
    ports.length,
  ]),
  'fields of Event': during((event, socket) => [
    event.type,
    event.bubbles,
    event.cancelable,
    event.composed,
    event.defaultPrevented,
    event.eventPhase,
    event.returnValue,
    event.cancelBubble,
    event.target === socket,
    event.srcElement === socket,
    event.currentTarget === socket,
    typeof event.timeStamp,
  ]),
  isTrusted: during(({ isTrusted }) => isTrusted),
  'composedPath while it is dispatched': during((event, socket) => {
    const path = event.composedPath()
    return [path.length, path[0] === socket]
  }),
  'fields when it is over': after((event, socket) => [
    event.eventPhase,
    event.currentTarget,
    event.target === socket,
    event.composedPath().length,
  ]),
  'preventDefault does nothing': during((event) => {
    event.preventDefault()
    return [event.defaultPrevented, event.returnValue]
  }),
  'own properties of an event': during((event) => [
    Object.keys(event),
    Object.getOwnPropertyNames(event),
    JSON.stringify(Object.keys({ ...event })),
  ]),
  'what for-in lists of an event': during((event) => {
    const names: string[] = []
    for (const name in event) names.push(name)
    return names.sort()
  }),
  'a copy by new MessageEvent(event.type, event)': during((event, _, { realm }) => {
    const copy = new realm.MessageEvent(event.type, event as unknown as MessageEventInit)
    return [copy.type, copy.data, copy.origin, copy.ports.length]
  }),
  'data is read-only': during((event, _, { realm }) => [
    thrown(realm, () => Object.assign(event, { data: 'x' })),
    event.data,
  ]),
  'the getter of MessageEvent.prototype': during((event, _, { realm }) => {
    const get = Object.getOwnPropertyDescriptor(realm.MessageEvent.prototype, 'data')?.get
    return get === undefined ? 'none' : thrown(realm, () => Reflect.apply(get, event, []))
  }),
  'a getter of MessageEvent.prototype that somebody has replaced': async (where) => {
    const { prototype } = where.realm.MessageEvent
    const before = Object.getOwnPropertyDescriptor(prototype, 'data')
    if (before?.get === undefined) return 'none'
    const { get } = before
    let asked = 0
    const counting = function data(this: MessageEvent) {
      asked += 1
      return Reflect.apply(get, this, [])
    }
    Object.defineProperty(prototype, 'data', { ...before, get: counting })
    try {
      return [await during(({ data }) => data)(where), asked > 0]
    } finally {
      Object.defineProperty(prototype, 'data', before)
    }
  },
  'a second dispatch': after((event, socket, { realm }) => {
    const other = new realm.EventTarget()
    const seen: unknown[] = []
    for (const target of [other, socket]) {
      target.addEventListener('message', (again) =>
        seen.push([again === event, again.target === target, (again as MessageEvent).data]),
      )
      target.dispatchEvent(event)
    }
    return [seen, event.isTrusted]
  }),
  'a dispatch while it is dispatched': during((event, _, { realm }) =>
    thrown(realm, () => new realm.EventTarget().dispatchEvent(event)),
  ),
  'a message event cannot be cloned': during((event, _, { realm }) =>
    thrown(realm, () => structuredClone(event)),
  ),
  'open event': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const event = await next(socket, 'open')
    await closed(socket)
    return [
      event.constructor === where.realm.Event,
      event.type,
      event.bubbles,
      event.cancelable,
      event.composed,
      event.target === socket,
    ]
  },
  'close event': async (where) => {
    const socket = await opened(where)
    const event = await closed(socket, 4000, 'bye')
    const { CloseEvent } = where.realm
    return [
      CloseEvent === undefined || event.constructor === CloseEvent,
      Object.prototype.toString.call(event),
      event.type,
      event.code,
      event.reason,
      event.wasClean,
      event.bubbles,
      event.cancelable,
    ]
  },
  'error event': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const error = next(socket, 'error')
    const end = next(socket, 'close')
    socket.close()
    const event = await error
    await end
    return [event.constructor === where.realm.Event, event.type, event.cancelable]
  },
  'open and close are trusted': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const { isTrusted } = await next(socket, 'open')
    return [isTrusted, (await closed(socket)).isTrusted]
  },
}
