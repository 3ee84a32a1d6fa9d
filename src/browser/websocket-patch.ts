import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import {
  createFakeWebSocket,
  type FakeWebSocketClass,
  type OpenTransport,
} from './fake-websocket.ts'
import type { Realm } from './realm.ts'
import { routedProperty } from './routed-property.ts'

/** One fake's claim on the sockets of a realm. */
export interface SocketRoute {
  /** Whether the URL names the fake's app. */
  owns(url: ConnectionUrl): boolean
  open(url: ConnectionUrl, control: Parameters<OpenTransport>[1]): ReturnType<OpenTransport>
}

/**
 * Sends the Pusher sockets of a realm to the fake, and leaves every other one to the WebSocket that was
 * there.
 *
 * @returns takes the route away
 */
export const routeSockets: (realm: Realm, route: SocketRoute) => () => void = routedProperty<
  SocketRoute,
  typeof WebSocket
>('WebSocket', (realm, original, routes) => {
  const parse = rememberLast(parseConnectionUrl)
  const FakeWebSocket = createFakeWebSocket(realm, (url, control) => {
    const parsed = parse(url)
    const route = parsed && routeTo(routes, parsed)
    if (parsed === undefined || route === undefined) {
      throw new realm.DOMException(`No fake answers ${url}`, 'SyntaxError')
    }
    return route.open(parsed, control)
  })
  return replace(original, FakeWebSocket, (url) => {
    const parsed = parse(url)
    return parsed !== undefined && routeTo(routes, parsed) !== undefined
  })
})

/** Whose socket it is and what it asks for is read from the same URL, one after the other. */
function rememberLast<Value>(parse: (url: string) => Value): (url: string) => Value {
  let last: { url: string; value: Value } | undefined
  return (url) => {
    if (last?.url !== url) last = { url, value: parse(url) }
    return last.value
  }
}

/** The newest fake of the key; when none has it, the newest fake, which refuses it as Pusher does. */
function routeTo(routes: readonly SocketRoute[], url: ConnectionUrl): SocketRoute | undefined {
  return routes.findLast((route) => route.owns(url)) ?? routes.at(-1)
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
