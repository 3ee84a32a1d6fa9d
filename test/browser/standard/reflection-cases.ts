import { type Case, closed, next, opened, thrown } from './case.ts'
import { heard } from './hearing.ts'

type Construct = new (...args: unknown[]) => WebSocket

/** What a frame of the page has, which is another realm. */
async function withFrame<Result>(
  { document }: typeof globalThis,
  look: (frame: typeof globalThis) => Result | Promise<Result>,
): Promise<Result | 'no document'> {
  if (document === undefined) return 'no document'
  const frame = document.createElement('iframe')
  document.body.append(frame)
  try {
    return await look(frame.contentWindow as unknown as typeof globalThis)
  } finally {
    frame.remove()
  }
}

const keys = (object: object) => Reflect.ownKeys(object).map(String)

/** What a program sees that looks at class and socket from outside. */
export const reflectionCases: Record<string, Case> = {
  'order of the prototype': ({ realm: { WebSocket } }) => keys(WebSocket.prototype),
  'order of the class': ({ realm: { WebSocket } }) => keys(WebSocket),
  'order of for-in': async (where) => {
    const socket = await opened(where)
    const names: string[] = []
    for (const name in socket) names.push(name)
    await closed(socket)
    return names
  },
  'symbols of the prototype': ({ realm: { WebSocket } }) =>
    Object.getOwnPropertySymbols(WebSocket.prototype).map((symbol) => [
      String(symbol),
      Object.getOwnPropertyDescriptor(WebSocket.prototype, symbol),
    ]),
  'the chain of prototypes': async (where) => {
    const socket = await opened(where)
    await closed(socket)
    const { WebSocket, EventTarget } = where.realm
    return [
      Object.getPrototypeOf(WebSocket.prototype) === EventTarget.prototype,
      Object.getPrototypeOf(WebSocket) === EventTarget,
      socket instanceof EventTarget,
      Object.prototype.isPrototypeOf.call(EventTarget.prototype, socket),
    ]
  },
  'the class as text': ({ realm: { WebSocket } }) => [
    typeof WebSocket,
    Object.prototype.toString.call(WebSocket),
    Object.prototype.toString.call(WebSocket.prototype),
  ],
  'a socket as text': async (where) => {
    const socket = await opened(where)
    await closed(socket)
    return [String(socket), `${socket.valueOf() === socket}`, JSON.stringify({ socket })]
  },
  'constants cannot be written': ({ realm }) => {
    const { WebSocket } = realm
    return [
      thrown(realm, () => Object.assign(WebSocket, { OPEN: 7 })),
      thrown(realm, () => Object.assign(WebSocket.prototype, { OPEN: 7 })),
      thrown(realm, () => Object.defineProperty(WebSocket, 'OPEN', { value: 7 })),
      WebSocket.OPEN,
      WebSocket.prototype.OPEN,
    ]
  },
  'the prototype of the class cannot be written': ({ realm }) =>
    thrown(realm, () => Object.assign(realm.WebSocket, { prototype: {} })),
  'handlers read from the prototype': ({ realm }) =>
    ['onopen', 'onmessage', 'binaryType'].map((name) =>
      thrown(realm, () => Reflect.get(realm.WebSocket.prototype, name)),
    ),
  'members without a socket, as in strict code': ({ realm }) => {
    const { send, close } = realm.WebSocket.prototype
    return [send, close].map((method) =>
      thrown(realm, () => Reflect.apply(method, undefined, ['x'])),
    )
  },
  'methods are no constructors': ({ realm }) => {
    const { send, close } = realm.WebSocket.prototype
    return [send, close].map((method) => [
      thrown(realm, () => Reflect.construct(method as unknown as Construct, [])),
      Object.hasOwn(method, 'prototype'),
    ])
  },
  'a member that is called on a socket without a prototype': async (where) => {
    const socket = await opened(where)
    const { prototype } = where.realm.WebSocket
    Object.setPrototypeOf(socket, null)
    const before = Reflect.get(prototype, 'readyState', socket)
    const end = new Promise((resolve) =>
      where.realm.EventTarget.prototype.addEventListener.call(socket, 'close', resolve),
    )
    prototype.close.call(socket)
    await end
    return [before, Reflect.get(prototype, 'readyState', socket)]
  },
  'a property of its own before a member': async (where) => {
    const socket = await opened(where)
    Object.defineProperty(socket, 'readyState', { value: 'mine', configurable: true })
    const mine: unknown = socket.readyState
    Reflect.deleteProperty(socket, 'readyState')
    const { readyState } = socket
    await closed(socket)
    return [mine, readyState]
  },
  'a member that is deleted from the prototype': ({ realm: { WebSocket } }) => {
    const before = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'extensions')
    const deleted = Reflect.deleteProperty(WebSocket.prototype, 'extensions')
    if (before !== undefined) Object.defineProperty(WebSocket.prototype, 'extensions', before)
    return [deleted, Reflect.deleteProperty(WebSocket, 'OPEN')]
  },
  'newTarget of a frame, with a prototype of its own': async ({ realm, url }) =>
    withFrame(realm, async (frame) => {
      const Target = new frame.Function() as unknown as Construct
      Target.prototype = Object.create(realm.WebSocket.prototype)
      const socket: WebSocket = Reflect.construct(realm.WebSocket, [url], Target)
      await next(socket, 'message')
      await closed(socket)
      return [Object.getPrototypeOf(socket) === Target.prototype, socket instanceof realm.WebSocket]
    }),
  'newTarget of a frame, without a prototype': async ({ realm, url }) =>
    withFrame(realm, async (frame) => {
      const Target = new frame.Function() as unknown as Construct
      Target.prototype = undefined as never
      const socket: WebSocket = Reflect.construct(realm.WebSocket, [url], Target)
      const parent = Object.getPrototypeOf(socket)
      Object.setPrototypeOf(socket, realm.WebSocket.prototype)
      await closed(socket)
      return [parent === frame.WebSocket.prototype, parent === realm.WebSocket.prototype]
    }),
  'newTarget without a prototype': async ({ realm, url }) => {
    const Target = function target() {} as unknown as Construct
    Target.prototype = 5 as never
    const socket: WebSocket = Reflect.construct(realm.WebSocket, [url], Target)
    const parent = Object.getPrototypeOf(socket)
    Object.setPrototypeOf(socket, realm.WebSocket.prototype)
    await closed(socket)
    return parent === realm.WebSocket.prototype
  },
  'a listener that is none': heard((socket, note, realm) => {
    for (const value of [5, 'text', true]) {
      note(thrown(realm, () => Reflect.apply(socket.addEventListener, socket, ['message', value])))
    }
    note(thrown(realm, () => Reflect.apply(socket.addEventListener, socket, ['message'])))
  }),
  'a listener that is null': async (where) => {
    const socket = await opened(where)
    Reflect.apply(socket.addEventListener, socket, ['message', null])
    Reflect.apply(socket.removeEventListener, socket, ['message', null])
    const done = next<MessageEvent>(socket, 'message')
    await where.message('text')
    const { data } = await done
    await closed(socket)
    return data
  },
  'a socket is no instance of the class of a frame': async ({ realm, url }) =>
    withFrame(realm, async (frame) => {
      const socket = new realm.WebSocket(url)
      const seen = [socket instanceof frame.WebSocket, frame.WebSocket === realm.WebSocket]
      await closed(socket)
      return seen
    }),
  'listeners of a frame': async (where) =>
    withFrame(where.realm, async (frame) => {
      const socket = await opened(where)
      const notes: unknown[] = []
      socket.onmessage = new frame.Function('note', 'return (event) => note(event.data)')(
        (data: unknown) => notes.push(data),
      )
      const controller = new frame.AbortController()
      socket.addEventListener('message', () => notes.push('signal'), { signal: controller.signal })
      for (const text of ['one', 'two']) {
        const done = next(socket, 'message')
        await where.message(text)
        await done
        controller.abort()
      }
      await closed(socket)
      return notes
    }),
  'an event of a frame that is dispatched on a socket': async (where) =>
    withFrame(where.realm, async (frame) => {
      const socket = await opened(where)
      const notes: unknown[] = []
      socket.onmessage = (event) => notes.push([event.data, event.target === socket])
      socket.dispatchEvent(new frame.MessageEvent('message', { data: 'from a frame' }))
      await closed(socket)
      return notes
    }),
}
