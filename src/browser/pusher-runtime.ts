import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { type PropertyPatch, replaceProperty } from './realm/property-patch.ts'
import { absoluteUrl, type Realm } from './realm/realm.ts'
import { pusherWebSocket } from './socket/websocket-patch.ts'

/** The class that `pusher-js` exports, or the module that it is the default export of. */
export type PusherClass = { readonly Runtime: unknown } | { readonly default: unknown }

/** The part of pusher-js's runtime by which it reaches the network. */
export interface Runtime {
  /** Asked whether there are sockets, and by `createWebSocket` for each. */
  getWebSocketAPI(): unknown
  createXHR(): Requester
  getXHRAPI(): typeof XMLHttpRequest | undefined
}

/** What pusher-js calls of an XMLHttpRequest before it sends. */
interface Requester {
  open(method: string, url: string, ...rest: unknown[]): void
}

interface RuntimePatch {
  readonly sockets: PropertyPatch<Runtime['getWebSocketAPI']>
  readonly requests: PropertyPatch<Runtime['createXHR']>
  installs: number
}

const patches = new WeakMap<Runtime, RuntimePatch>()

/**
 * Makes a pusher-js build open its sockets with the realm's WebSocket. Its Node build brings its own
 * (faye-websocket) and never reads the global. Its requests, which it makes by Node's HTTP, are sent where
 * the realm's page means them: in jsdom an authorization endpoint may be `/pusher/auth`, as in a browser.
 * Source: pusher-js runtimes/node/runtime.ts, runtimes/isomorphic/runtime.ts.
 *
 * @returns undoes it
 * @throws PusherFakeError `invalid_option` when it is not pusher-js's class
 */
export function patchPusherRuntime(Pusher: PusherClass, realm: Realm): () => void {
  const runtime = runtimeOf(Pusher)
  const known = patches.get(runtime)
  const entry = known?.sockets.inPlace
    ? known
    : {
        sockets: replaceProperty(
          runtime,
          'getWebSocketAPI',
          () => (): unknown => pusherWebSocket(realm) ?? NoWebSocket,
        ),
        requests: replaceProperty(runtime, 'createXHR', (createXHR: Runtime['createXHR']) => () => {
          const request = createXHR.call(runtime)
          const { open } = request
          request.open = (method, url, ...rest) =>
            open.call(request, method, absoluteUrl(realm, url), ...rest)
          return request
        }),
        installs: 0,
      }
  patches.set(runtime, entry)
  entry.installs += 1
  let active = true
  return () => {
    if (!active) return
    active = false
    entry.installs -= 1
    if (entry.installs > 0) return
    entry.sockets.restore()
    entry.requests.restore()
  }
}

/** @throws PusherFakeError `invalid_option` when it is not pusher-js's class */
export function runtimeOf(Pusher: PusherClass): Runtime {
  return Reflect.get(classOf(Pusher), 'Runtime')
}

/** The class itself. @throws PusherFakeError `invalid_option` when it is not pusher-js's */
export function classOf(Pusher: PusherClass): PusherClass {
  // A module repeats what its default export has.
  for (const candidate of [property(Pusher, 'default'), Pusher]) {
    if (isRuntime(property(candidate, 'Runtime'))) return candidate as PusherClass
  }
  throw new PusherFakeError(
    'invalid_option',
    'Option "Pusher" must be the class that pusher-js exports: import Pusher from \'pusher-js\'.',
  )
}

class NoWebSocket {
  constructor() {
    throw new PusherFakeError(
      'no_websocket',
      'pusher-js wants a socket, and the realm of the fake has no WebSocket; it may have been torn down. Install the fake in a window that is alive: installPusherFake({ Pusher, realm: window }).',
    )
  }
}

function isRuntime(value: unknown): value is Runtime {
  return typeof value === 'object' && value !== null && 'createWebSocket' in value
}

function property(value: unknown, name: string): unknown {
  const readable = typeof value === 'function' || (typeof value === 'object' && value !== null)
  return readable ? Reflect.get(value, name) : undefined
}
