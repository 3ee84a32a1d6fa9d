import { type Case, closed, made, next, opened, type Surroundings, thrown } from './case.ts'

type Construct = new (...args: unknown[]) => WebSocket

/** The same of a socket of an app's own class. */
const subclass =
  (
    define: (realm: typeof globalThis) => Construct,
    look: (socket: WebSocket, where: Surroundings) => unknown,
  ): Case =>
  async (where) => {
    const { realm, url } = where
    const Class = define(realm)
    const socket = new Class(url)
    await next(socket, 'message')
    const seen = await look(socket, where)
    await closed(socket)
    return [
      seen,
      socket instanceof Class,
      socket instanceof realm.WebSocket,
      socket.constructor === Class,
      socket.readyState,
    ]
  }

/** What the class is, and what can be made of it. */
export const classCases: Record<string, Case> = {
  'constructor and instanceof': async (where) => {
    const { realm } = where
    const socket = await opened(where)
    await closed(socket)
    return [
      socket.constructor === realm.WebSocket,
      socket instanceof realm.WebSocket,
      Object.getPrototypeOf(socket) === realm.WebSocket.prototype,
      Object.prototype.toString.call(socket),
      'onmessage' in socket,
    ]
  },
  'an object that is no socket is no instance': ({ realm }) => [
    {} instanceof realm.WebSocket,
    new realm.EventTarget() instanceof realm.WebSocket,
    Object.create(realm.WebSocket.prototype) instanceof realm.WebSocket,
  ],
  'name, length and parent of the class': ({ realm: { WebSocket } }) => [
    WebSocket.name,
    WebSocket.length,
    typeof Object.getPrototypeOf(WebSocket),
    Object.getPrototypeOf(WebSocket).name,
    Object.getOwnPropertyNames(WebSocket).sort(),
  ],
  'descriptors of the class': ({ realm: { WebSocket } }) =>
    ['prototype', 'name', 'length', 'OPEN'].map((name) => {
      const { writable, enumerable, configurable } =
        Object.getOwnPropertyDescriptor(WebSocket, name) ?? {}
      return [writable, enumerable, configurable]
    }),
  'the source of the class': ({ realm: { WebSocket } }) =>
    Function.prototype.toString.call(WebSocket).includes('[native code]'),
  'members of the prototype': ({ realm: { WebSocket } }) =>
    Object.entries(Object.getOwnPropertyDescriptors(WebSocket.prototype))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { get, set, value, enumerable, configurable, writable }]) => [
        name,
        typeof get,
        get?.name,
        typeof set,
        typeof value === 'function' ? [value.name, value.length] : value,
        enumerable,
        configurable,
        writable,
      ]),
  'members called on what is no socket': ({ realm }) => {
    const { prototype } = realm.WebSocket
    const url = Object.getOwnPropertyDescriptor(prototype, 'url')?.get ?? (() => {})
    return [
      thrown(realm, () => prototype.url),
      thrown(realm, () => prototype.send.call({} as WebSocket, 'x')),
      thrown(realm, () => prototype.close.call(Object.create(prototype))),
      thrown(realm, () => Reflect.apply(url, {}, [])),
    ]
  },
  'members called through a proxy': async (where) => {
    const socket = await opened(where)
    const proxy = new Proxy(socket, {})
    const errors = [
      thrown(where.realm, () => proxy.readyState),
      thrown(where.realm, () => proxy.send('x')),
    ]
    await closed(socket)
    return errors
  },
  'a subclass without a constructor': subclass(
    ({ WebSocket }) => class extends WebSocket {} as Construct,
    (socket) => socket.readyState,
  ),
  'a subclass with fields, private ones and methods': subclass(
    ({ WebSocket }) =>
      class extends WebSocket {
        readonly label = 'mine'
        readonly #secret: string
        constructor(url: string) {
          super(url)
          this.#secret = `secret of ${this.label}`
        }
        tell() {
          return this.#secret
        }
      } as unknown as Construct,
    (socket) => (socket as unknown as { tell(): string }).tell(),
  ),
  'a subclass of a subclass': subclass(
    ({ WebSocket }) => {
      class First extends WebSocket {
        greet() {
          return 'first'
        }
      }
      return class extends First {
        override greet() {
          return `second after ${super.greet()}`
        }
      } as unknown as Construct
    },
    (socket) => (socket as unknown as { greet(): string }).greet(),
  ),
  'a subclass whose send and close call super': async (where) => {
    const calls: string[] = []
    class Spy extends where.realm.WebSocket {
      override send(data: string) {
        calls.push(data)
        super.send(data)
      }
      override close(...args: []) {
        calls.push('close')
        super.close(...args)
      }
    }
    const socket = new Spy(where.url)
    await next(socket, 'message')
    socket.send('x')
    const received = await where.received(1)
    await closed(socket)
    return [calls, received]
  },
  'a subclass whose accessors call super': subclass(
    ({ WebSocket }) =>
      class extends WebSocket {
        override get url() {
          return super.url.replace(/^.*\?/, '?')
        }
        override set onmessage(handler: never) {
          super.onmessage = handler
        }
        override get onmessage() {
          return super.onmessage as never
        }
      } as Construct,
    (socket) => {
      const handler = () => {}
      socket.onmessage = handler
      return [socket.url, socket.onmessage === handler]
    },
  ),
  'statics of a subclass': ({ realm: { WebSocket } }) => {
    class Sub extends WebSocket {}
    return [Sub.OPEN, Object.getPrototypeOf(Sub) === WebSocket]
  },
  'Reflect.construct with another prototype': async ({ realm, url }) => {
    function Other(): void {}
    Other.prototype = Object.create(realm.WebSocket.prototype)
    const socket: WebSocket = Reflect.construct(realm.WebSocket, [url], Other)
    await next(socket, 'message')
    const seen = [
      Object.getPrototypeOf(socket) === Other.prototype,
      socket instanceof realm.WebSocket,
      socket.readyState,
    ]
    await closed(socket)
    return seen
  },
  'Reflect.construct for a target that is no constructor': ({ realm, url }) =>
    thrown(realm, () => Reflect.construct(realm.WebSocket, [url], () => {})),
  'an ES5 subclass': async ({ realm, url }) => {
    function Old(address: string): WebSocket {
      const socket: WebSocket = new realm.WebSocket(address)
      Object.setPrototypeOf(socket, Old.prototype)
      return socket
    }
    Old.prototype = Object.create(realm.WebSocket.prototype, { old: { value: true } })
    const socket = new (Old as unknown as Construct)(url)
    await next(socket, 'message')
    await closed(socket)
    return [socket instanceof realm.WebSocket, socket.url === url, Reflect.get(socket, 'old')]
  },
  'an ES5 subclass that calls the class': ({ realm, url }) =>
    thrown(realm, () =>
      Reflect.apply(realm.WebSocket, Object.create(realm.WebSocket.prototype), [url]),
    ),
  'an instrumented prototype sees what is sent and set': async (where) => {
    const { prototype } = where.realm.WebSocket
    const before = Object.getOwnPropertyDescriptors(prototype)
    const { set } = before.onmessage
    const seen: string[] = []
    // A test runner has a socket of its own.
    const see = (socket: WebSocket, what: string) => {
      if (socket.url === where.url) seen.push(what)
    }
    prototype.send = function send(data) {
      see(this, `send ${data}`)
      before.send.value?.call(this, data)
    }
    Object.defineProperty(prototype, 'onmessage', {
      ...before.onmessage,
      set(this: WebSocket, handler: () => void) {
        see(this, 'onmessage')
        if (set !== undefined) Reflect.apply(set, this, [handler])
      },
    })
    prototype.addEventListener = function addEventListener(...args: [never, never]) {
      see(this, `listen ${args[0]}`)
      where.realm.EventTarget.prototype.addEventListener.apply(this, args)
    }
    try {
      const socket = await opened(where)
      socket.onmessage = () => {}
      socket.send('x')
      await where.received(1)
      await closed(socket)
      return seen
    } finally {
      Object.defineProperties(prototype, before)
      Reflect.deleteProperty(prototype, 'addEventListener')
    }
  },
  'a frozen socket works': async (where) => {
    const socket = await opened(where)
    Object.freeze(socket)
    socket.binaryType = 'arraybuffer'
    const { code } = await closed(socket, 4000)
    return [socket.binaryType, socket.readyState, code]
  },
  'a socket cannot be cloned': async (where) => {
    const socket = await opened(where)
    const error = thrown(where.realm, () => structuredClone(socket))
    await closed(socket)
    return error
  },
  'a socket can be extended': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url, []),
      (socket) => Object.isExtensible(socket),
    ),
}
