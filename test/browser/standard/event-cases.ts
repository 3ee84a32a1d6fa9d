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
    const seen = await event
    // The listener is done before the dispatch is.
    await new Promise((resolve) => setTimeout(resolve))
    const value = await look(seen, socket, where)
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
  'the text of a message': async (where) => {
    const socket = await opened(where)
    const texts: unknown[] = []
    for (const text of ['', 'a\0b', '\u20ac \u{1f375}', '\ufeffx', 'x'.repeat(70_000)]) {
      const event = next<MessageEvent>(socket, 'message')
      await where.message(text)
      const { data } = await event
      texts.push([typeof data, data === text])
    }
    await closed(socket)
    return texts
  },
  'half a surrogate pair in a message': async (where) => {
    const socket = await opened(where)
    const event = next<MessageEvent>(socket, 'message')
    await where.message('a\ud800b')
    const { data } = await event
    await closed(socket)
    return data
  },
  'binaryType does not change a text': async (where) => {
    const socket = await opened(where)
    socket.binaryType = 'arraybuffer'
    const event = next<MessageEvent>(socket, 'message')
    await where.message('text')
    const { data } = await event
    await closed(socket)
    return data
  },
  'ports of a message': during((event) => [
    Array.isArray(event.ports),
    Object.isFrozen(event.ports),
    new Set([event.ports, event.ports]).size,
  ]),
  'timeStamp of messages': async (where) => {
    const socket = await opened(where)
    const stamps: number[] = []
    socket.onmessage = ({ timeStamp }) => stamps.push(timeStamp)
    for (const text of ['one', 'two']) {
      const done = next(socket, 'message')
      await where.message(text)
      await done
    }
    await closed(socket)
    const [first = 0, second = 0] = stamps
    return [first > 0, first <= second, second <= where.realm.performance.now()]
  },
  'isTrusted is of the event itself': during((event) => {
    const { get, set, enumerable, configurable } =
      Object.getOwnPropertyDescriptor(event, 'isTrusted') ?? {}
    return [typeof get, typeof set, enumerable, configurable]
  }),
  'an event as JSON and as text': during((event) => [
    Object.keys(JSON.parse(JSON.stringify(event))),
    String(event),
  ]),
  'two listeners get one event': async (where) => {
    const socket = await opened(where)
    const events: Event[] = []
    socket.onmessage = (event) => events.push(event)
    socket.addEventListener('message', (event) => events.push(event))
    const done = next(socket, 'message')
    await where.message('text')
    await done
    await closed(socket)
    return [events.length, events[0] === events[1]]
  },
  'an event can be extended': during((event) => {
    Object.assign(event, { note: 'mine' })
    return [Object.isExtensible(event), Reflect.get(event, 'note')]
  }),
  'window.event': async (where) => {
    const { window } = where.realm
    if (window === undefined) return 'no window'
    const isCurrent = await during((event) => where.realm.event === event)(where)
    return [isCurrent, typeof where.realm.event]
  },
  'initMessageEvent of an event that was received': after((event, _, { realm }) => {
    if (event.initMessageEvent === undefined) return 'none'
    return [thrown(realm, () => event.initMessageEvent('other', true, true, 'data')), event.type]
  }),
  'initEvent of an event that is dispatched': during((event) => {
    event.initEvent('other', true, true)
    return [event.type, event.bubbles]
  }),
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
