import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import {
  createFakeWebSocket,
  type FakeWebSocketClass,
  type OpenTransport,
} from './fake-websocket.ts'
import { PropertyPatch } from './property-patch.ts'
import type { Realm } from './realm.ts'

/** One fake's claim on the sockets of a realm. */
export interface SocketRoute {
  /** Whether the URL names the fake's app. */
  owns(url: ConnectionUrl): boolean
  open(url: ConnectionUrl, control: Parameters<OpenTransport>[1]): ReturnType<OpenTransport>
}

const patches = new WeakMap<Realm, WebSocketPatch>()

/**
 * Sends the Pusher sockets of a realm to the fake, and leaves every other one to the WebSocket that was
 * there. Fakes may come and go in any order.
 *
 * @returns takes the route away; with the last one the very same global is back
 */
export function routeSockets(realm: Realm, route: SocketRoute): () => void {
  let patch = patches.get(realm)
  if (patch === undefined || !patch.inPlace) {
    patch = new WebSocketPatch(realm)
    patches.set(realm, patch)
  }
  return patch.add(route)
}

/** The replacement of one global WebSocket; without routes it is inert, should somebody still hold it. */
class WebSocketPatch {
  readonly #routes: SocketRoute[] = []
  readonly #patch: PropertyPatch<typeof WebSocket>

  constructor(realm: Realm) {
    const FakeWebSocket = createFakeWebSocket(realm, (url, control) => {
      const parsed = parseConnectionUrl(url)
      const route = parsed && this.#routeTo(parsed)
      if (parsed === undefined || route === undefined) {
        throw new realm.DOMException(`No fake answers ${url}`, 'SyntaxError')
      }
      return route.open(parsed, control)
    })
    this.#patch = new PropertyPatch<typeof WebSocket>(realm, 'WebSocket', (original) =>
      replace(original, FakeWebSocket, (url) => {
        const parsed = parseConnectionUrl(url)
        return parsed !== undefined && this.#routeTo(parsed) !== undefined
      }),
    )
  }

  get inPlace(): boolean {
    return this.#patch.inPlace
  }

  add(route: SocketRoute): () => void {
    this.#routes.push(route)
    return () => {
      const index = this.#routes.indexOf(route)
      if (index === -1) return
      this.#routes.splice(index, 1)
      if (this.#routes.length === 0) this.#patch.restore()
    }
  }

  /** The newest fake of the key; when none has it, the newest fake, which refuses it as Pusher does. */
  #routeTo(url: ConnectionUrl): SocketRoute | undefined {
    return this.#routes.findLast((route) => route.owns(url)) ?? this.#routes.at(-1)
  }
}

/** A proxy, so that name, constants, prototype and `instanceof` stay those of the original. */
function replace(
  original: typeof WebSocket | undefined,
  FakeWebSocket: FakeWebSocketClass,
  isFake: (url: string) => boolean,
): typeof WebSocket {
  const target = original ?? (FakeWebSocket as unknown as typeof WebSocket)
  const proxy: typeof WebSocket = new Proxy(target, {
    construct(native, args: ConstructorParameters<typeof WebSocket>, newTarget) {
      const plain = newTarget === proxy
      if (!isFake(String(args[0]))) {
        return Reflect.construct(native, args, plain ? native : newTarget)
      }
      const socket = new FakeWebSocket(...args)
      if (!plain) Object.setPrototypeOf(socket, rebased(newTarget.prototype, target, FakeWebSocket))
      return socket
    },
  })
  return proxy
}

/** The prototypes of an app's own subclass, made anew over the fake's. */
function rebased(
  prototype: object,
  native: typeof WebSocket,
  FakeWebSocket: FakeWebSocketClass,
): object {
  if (prototype === native.prototype) return FakeWebSocket.prototype
  const parent: object = Object.getPrototypeOf(prototype)
  return Object.create(
    rebased(parent, native, FakeWebSocket),
    Object.getOwnPropertyDescriptors(prototype),
  )
}
