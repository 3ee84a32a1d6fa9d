import { FakeSocket, HANDLERS, READY_STATES } from './fake-websocket.ts'

const READ_ONLY = ['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol'] as const
const BINARY_TYPES: readonly BinaryType[] = ['blob', 'arraybuffer']

/**
 * The prototype of a realm's sockets while a fake is installed: a layer over the one that was there. Each
 * member asks whose socket it is called on. A fake's is answered here; any other goes to the member of the
 * original, as it is at the moment.
 *
 * @param base what the layer inherits from
 * @param original has the members of others' sockets: the same, or the prototype of a class that is no
 *   complete WebSocket
 */
export function createLayer(base: object, original: object): object {
  const layer: object = Object.create(base)
  const members = membersOver(layer, original)
  // In the order of the original, for whoever lists them.
  const ordered = Object.getOwnPropertyNames(original).filter((name) => members.has(name))
  for (const name of new Set([...ordered, ...members.keys()])) {
    Object.defineProperty(layer, name, {
      configurable: true,
      enumerable: true,
      ...members.get(name),
    })
  }
  Object.defineProperty(layer, Symbol.toStringTag, { value: 'WebSocket', configurable: true })
  return layer
}

/** A property of an object or of what it inherits from. */
export function inheritedProperty(object: object, name: string): PropertyDescriptor | undefined {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const found = Object.getOwnPropertyDescriptor(owner, name)
    if (found !== undefined) return found
  }
  return undefined
}

function membersOver(layer: object, original: object): Map<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>()
  const add = (name: string, read: Read, write?: Write) =>
    members.set(name, accessor(layer, original, name, read, write))
  for (const name of READ_ONLY) add(name, (socket) => socket[name])
  for (const type of HANDLERS) {
    add(
      `on${type}`,
      (socket) => socket.handler(type),
      (socket, value) => socket.setHandler(type, value),
    )
  }
  add(
    'binaryType',
    (socket) => socket.binaryType,
    (socket, value) => {
      const text = `${value as string}`
      const type = BINARY_TYPES.find((candidate) => candidate === text)
      if (type !== undefined) socket.binaryType = type
    },
  )
  for (const [name, constant] of Object.entries(READY_STATES)) {
    members.set(name, { value: constant, configurable: false })
  }
  // Whose layer it is sets it.
  members.set('constructor', { value: undefined, writable: true, enumerable: false })
  members.set('send', method(original, 'send', 1, send))
  members.set(
    'close',
    method(original, 'close', 0, (socket, [code, reason]) => socket.close(code, reason)),
  )
  return members
}

function send(socket: FakeSocket, args: unknown[]): void {
  if (args.length === 0) {
    throw new TypeError(
      "Failed to execute 'send' on 'WebSocket': 1 argument required, but only 0 present.",
    )
  }
  socket.send(args[0])
}

type Read = (socket: FakeSocket) => unknown
type Write = (socket: FakeSocket, value: unknown) => void

function accessor(
  layer: object,
  original: object,
  name: string,
  read: Read,
  write: Write | undefined,
): PropertyDescriptor {
  const { get, set } = Object.getOwnPropertyDescriptor(
    {
      get [name](): unknown {
        const socket = FakeSocket.of(this)
        return socket === undefined ? readOriginal(find(), this, layer) : read(socket)
      },
      set [name](value: unknown) {
        const socket = FakeSocket.of(this)
        if (socket === undefined) writeOriginal(find(), this, name, value)
        else write?.(socket, value)
      },
    },
    name,
  ) as Required<Pick<PropertyDescriptor, 'get' | 'set'>>
  const find = finder(original, name, (found) => found.get === get)
  // The sockets of a stub have plain properties, which its constructor sets.
  const isPlain = find()?.get === undefined
  return write !== undefined || isPlain ? { get, set } : { get }
}

function method(
  original: object,
  name: string,
  length: number,
  call: (socket: FakeSocket, args: unknown[]) => void,
): PropertyDescriptor {
  const holder = {
    [name](...args: unknown[]): unknown {
      const socket = FakeSocket.of(this)
      if (socket !== undefined) return call(socket, args)
      const { value: member } = find() ?? {}
      if (typeof member !== 'function') throw illegalInvocation()
      return Reflect.apply(member, this, args)
    },
  }
  const value = Reflect.get(holder, name)
  Object.defineProperty(value, 'length', { value: length, configurable: true })
  const find = finder(original, name, (found) => found.value === value)
  return { value, writable: true }
}

/**
 * Finds the member of the original that is there at the moment. Whoever patched the layer and puts back what
 * was there after the fake has gone puts ours on the original: then the original's own is put back in turn.
 */
function finder(
  original: object,
  name: string,
  isOurs: (found: PropertyDescriptor) => boolean,
): () => PropertyDescriptor | undefined {
  const before = Object.getOwnPropertyDescriptor(original, name)
  return () => {
    const own = Object.getOwnPropertyDescriptor(original, name)
    if (own !== undefined && isOurs(own)) {
      if (before === undefined) Reflect.deleteProperty(original, name)
      else Object.defineProperty(original, name, before)
    }
    return inheritedProperty(original, name)
  }
}

function readOriginal(
  found: PropertyDescriptor | undefined,
  target: unknown,
  layer: object,
): unknown {
  if (found?.get !== undefined) return Reflect.apply(found.get, target, [])
  // A stub's socket, or happy-dom's: what nobody has set is not there.
  if (Object.prototype.isPrototypeOf.call(layer, target as object)) return found?.value
  throw illegalInvocation()
}

function writeOriginal(
  found: PropertyDescriptor | undefined,
  target: unknown,
  name: string,
  value: unknown,
): void {
  if (found?.set !== undefined) Reflect.apply(found.set, target, [value])
  else if (typeof target === 'object' && target !== null) {
    Object.defineProperty(target, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
}

function illegalInvocation(): TypeError {
  return new TypeError('Illegal invocation')
}
