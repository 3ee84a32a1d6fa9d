import { type Case, closed, made, next, opened, thrown } from './case.ts'

const readOnly =
  (name: 'url' | 'readyState' | 'bufferedAmount' | 'protocol' | 'extensions'): Case =>
  (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => {
        const before = socket[name]
        const error = thrown(where.realm, () => Object.assign(socket, { [name]: 'x' }))
        return [error, socket[name] === before]
      },
    )

const buffered =
  (data: (where: typeof globalThis) => unknown): Case =>
  async (where) => {
    const socket = await opened(where)
    Reflect.apply(socket.send, socket, [data(where.realm)])
    const { bufferedAmount } = socket
    await closed(socket)
    return bufferedAmount
  }

const sent =
  (...values: unknown[]): Case =>
  async (where) => {
    const socket = await opened(where)
    for (const value of values) Reflect.apply(socket.send, socket, [value])
    const texts = await where.received(values.length)
    await closed(socket)
    return texts
  }

/** What is read, written and sent. */
export const memberCases: Record<string, Case> = {
  'url is read-only': readOnly('url'),
  'readyState is read-only': readOnly('readyState'),
  'bufferedAmount is read-only': readOnly('bufferedAmount'),
  'protocol is read-only': readOnly('protocol'),
  'extensions is read-only': readOnly('extensions'),
  'constants of class, prototype and socket': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => {
        const { WebSocket } = where.realm
        return [WebSocket, WebSocket.prototype, socket].map((owner) => [
          owner.CONNECTING,
          owner.OPEN,
          owner.CLOSING,
          owner.CLOSED,
          Object.getOwnPropertyDescriptor(owner, 'OPEN')?.writable,
        ])
      },
    ),
  binaryType: (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => {
        const seen: string[] = [socket.binaryType]
        for (const value of ['arraybuffer', 'wrong', 'blob', 'Blob', '', null, undefined, 5, {}]) {
          Object.assign(socket, { binaryType: value })
          seen.push(socket.binaryType)
        }
        return seen
      },
    ),
  'binaryType: what is text, and what cannot be': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => {
        const set = (value: unknown) => () => Object.assign(socket, { binaryType: value })
        const seen = [
          thrown(where.realm, set({ toString: () => 'arraybuffer' })),
          socket.binaryType,
        ]
        seen.push(thrown(where.realm, set(Symbol('blob'))), socket.binaryType)
        seen.push(thrown(where.realm, set(Object.create(null))), socket.binaryType)
        return seen
      },
    ),
  'binaryType in every state': async (where) => {
    const socket = new where.realm.WebSocket(where.url)
    const seen: string[] = []
    const set = (type: BinaryType) => {
      socket.binaryType = type
      seen.push(socket.binaryType)
    }
    set('arraybuffer')
    await next(socket, 'message')
    set('blob')
    const end = next(socket, 'close')
    socket.close()
    set('arraybuffer')
    await end
    set('blob')
    return seen
  },
  'all members when it is closed': async (where) => {
    const socket = await opened(where)
    socket.onmessage = () => {}
    socket.send('x')
    await where.received(1)
    await closed(socket, 4000, 'bye')
    const { url, readyState, bufferedAmount, protocol, extensions, binaryType } = socket
    return [
      url === where.url,
      readyState,
      bufferedAmount,
      protocol,
      extensions,
      binaryType,
      typeof socket.onmessage,
    ]
  },
  'a socket has no properties of its own': async (where) => {
    const socket = await opened(where)
    const names = [Object.keys(socket), JSON.stringify(socket), Object.getOwnPropertyNames(socket)]
    await closed(socket)
    return names
  },
  'what for-in lists': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => {
        const names: string[] = []
        for (const name in socket) names.push(name)
        return names.sort()
      },
    ),
  'bufferedAmount while it connects': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => socket.bufferedAmount,
    ),
  'bufferedAmount counts bytes of UTF-8': buffered(() => 'tea € 🍵'),
  'bufferedAmount counts a lone surrogate': buffered(() => '\ud800'),
  'bufferedAmount counts a buffer': buffered(() => new Uint8Array(5).buffer),
  'bufferedAmount counts a view': buffered(() => new Uint16Array(new ArrayBuffer(12), 4, 3)),
  'bufferedAmount counts a Blob': buffered((realm) => new realm.Blob(['four'])),
  'bufferedAmount grows when it is closing and closed': async (where) => {
    const socket = await opened(where)
    const end = next(socket, 'close')
    socket.close()
    socket.send('abc')
    const closing = socket.bufferedAmount
    await end
    socket.send('de')
    return [closing, socket.bufferedAmount]
  },
  'send while it connects': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) => thrown(where.realm, () => socket.send('x')),
    ),
  'send converts before it looks at the state': (where) =>
    made(
      where,
      () => new where.realm.WebSocket(where.url),
      (socket) =>
        thrown(where.realm, () =>
          Reflect.apply(socket.send, socket, [
            {
              toString() {
                throw new RangeError('no text')
              },
            },
          ]),
        ),
    ),
  'send without an argument, and of a symbol': async (where) => {
    const socket = await opened(where)
    const errors = [[], [Symbol('x')]].map((args) =>
      thrown(where.realm, () => Reflect.apply(socket.send, socket, args)),
    )
    await closed(socket)
    return errors
  },
  'send converts to text': sent(1, null, undefined, true, {}, ['a', 'b']),
  'send replaces a lone surrogate': sent('a\udc00b'),
  'send returns nothing': async (where) => {
    const socket = await opened(where)
    const value: unknown = socket.send('x')
    await closed(socket)
    return value === undefined
  },
}
