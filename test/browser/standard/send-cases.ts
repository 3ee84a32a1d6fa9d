import { type Case, closed, next, opened, type Surroundings, thrown } from './case.ts'

type Make = (realm: typeof globalThis) => unknown

/** What a call of `send` does: what it throws, what it adds, and what has come to the service. */
const sending =
  (make: Make): Case =>
  async (where) => {
    const before = await where.received(0)
    const socket = await opened(where)
    const error = thrown(where.realm, () => Reflect.apply(socket.send, socket, [make(where.realm)]))
    const { bufferedAmount } = socket
    const texts = error === 'nothing' ? await where.received(before.length + 1) : []
    await closed(socket)
    return [error, bufferedAmount, texts.slice(before.length)]
  }

const sendingEach =
  (...makes: Make[]): Case =>
  async (where) => {
    const seen: unknown[] = []
    for (const make of makes) seen.push(await sending(make)(where))
    return seen
  }

/** The same once it is closed, where nothing leaves. */
const counted =
  (...makes: Make[]): Case =>
  async (where) => {
    const socket = await opened(where)
    await closed(socket)
    return makes.map((make) => {
      const before = socket.bufferedAmount
      const error = thrown(where.realm, () =>
        Reflect.apply(socket.send, socket, [make(where.realm)]),
      )
      return [error, socket.bufferedAmount - before]
    })
  }

const bytesOf = (length: number): ArrayBuffer => new Uint8Array(length).fill(65).buffer

function sharedBuffer({ WebAssembly }: typeof globalThis): ArrayBufferLike {
  return new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer
}

function detachedBuffer(): ArrayBuffer {
  const buffer = bytesOf(8)
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

const inState =
  (state: 'connecting' | 'closing' | 'closed', data: Make): Case =>
  async (where: Surroundings) => {
    const socket = new where.realm.WebSocket(where.url)
    if (state !== 'connecting') await next(socket, 'message')
    const end = next(socket, 'close')
    if (state !== 'connecting') socket.close()
    if (state === 'closed') await end
    const error = thrown(where.realm, () => Reflect.apply(socket.send, socket, [data(where.realm)]))
    socket.close()
    await end
    return error
  }

/** What `send` takes, and what it counts. */
export const sendCases: Record<string, Case> = {
  'send of an ArrayBuffer': sending(() => bytesOf(4)),
  'send of an empty ArrayBuffer': sending(() => bytesOf(0)),
  'send of typed arrays': sendingEach(
    () => new Uint8ClampedArray(bytesOf(3)),
    () => new Float64Array(bytesOf(16)),
    () => new BigInt64Array(bytesOf(8)),
  ),
  'send of a part of a buffer': sending(() => new Uint8Array(bytesOf(9), 2, 5)),
  'send of a DataView': sending(() => new DataView(bytesOf(9), 2, 5)),
  'send of a Blob': sending((realm) => new realm.Blob(['four', 'teen'])),
  'send of a File': sending((realm) => new realm.File(['four'], 'name.txt')),
  'send of an empty text': sending(() => ''),
  'send of a text with all kinds of characters': sending(
    () => 'a\0\u00e9\u20ac\u{1f375}\ufeff\uffff',
  ),
  'send of a String object, a Date and a RegExp': sendingEach(
    () => Object('text'),
    () => new Date(0).toISOString(),
    () => /x/g,
  ),
  'send of a BigInt': sending(() => 12n),
  'send of a function': sending(() => Object.assign(() => {}, { toString: () => 'function' })),
  'send of an object without a prototype': sending(() => Object.create(null)),
  'send of what only has valueOf': sending(() => ({ valueOf: () => 'value' })),
  'send of what has Symbol.toPrimitive': sending(() => ({
    [Symbol.toPrimitive]: (hint: string) => hint,
  })),
  'send of a URL and of URLSearchParams': sendingEach(
    (realm) => new realm.URL('http://app.test/'),
    (realm) => new realm.URLSearchParams({ a: 'b c' }),
  ),
  'send of what pretends to be a buffer': counted(
    () => ({ [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 5 }),
    () => ({ [Symbol.toStringTag]: 'Blob', size: 5 }),
    () => new Proxy(bytesOf(5), {}),
  ),
  'send of a SharedArrayBuffer, and of a view of one': counted(
    sharedBuffer,
    (realm) => new Uint8Array(sharedBuffer(realm), 0, 4),
  ),
  'send of a buffer that can be resized': counted(
    () => Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }]),
    () => new Uint8Array(Reflect.construct(ArrayBuffer, [4, { maxByteLength: 8 }])),
  ),
  'send of a detached buffer': counted(detachedBuffer),
  'send changes nothing afterwards': async (where) => {
    const socket = await opened(where)
    const { readyState, url, protocol } = socket
    socket.send('x')
    await where.received(1)
    const same = [
      socket.readyState === readyState,
      socket.url === url,
      socket.protocol === protocol,
    ]
    await closed(socket)
    return same
  },
  'send with more arguments than one': async (where) => {
    const socket = await opened(where)
    Reflect.apply(socket.send, socket, ['x', 'y', { binary: true }])
    const texts = await where.received(1)
    await closed(socket)
    return texts
  },
  'send of bytes and of a Blob while it connects': async (where) => [
    await inState('connecting', () => bytesOf(4))(where),
    await inState('connecting', (realm) => new realm.Blob(['x']))(where),
    await inState('connecting', () => Symbol('x'))(where),
  ],
  'send of a symbol when it is closing and closed': async (where) => [
    await inState('closing', () => Symbol('x'))(where),
    await inState('closed', () => Symbol('x'))(where),
  ],
  'bufferedAmount after close counts each kind': counted(
    () => 'tea \u20ac',
    () => bytesOf(7),
    () => new DataView(bytesOf(9), 2, 5),
    (realm) => new realm.Blob(['four']),
    () => '',
  ),
  'bufferedAmount is zero again when all is sent': async (where) => {
    const socket = await opened(where)
    socket.send('one')
    socket.send('two')
    const together = socket.bufferedAmount
    await where.received(2)
    while (socket.bufferedAmount > 0) await new Promise((resolve) => setTimeout(resolve))
    await closed(socket)
    return together
  },
  'bufferedAmount of what is sent before close': async (where) => {
    const socket = await opened(where)
    const end = next(socket, 'close')
    socket.send('abc')
    socket.close()
    const { bufferedAmount } = socket
    await end
    return bufferedAmount
  },
}
