import { type ConnectionUrl, parseConnectionUrl } from '../../protocol/connection-url.ts'
import { baseUrl, type Realm } from '../realm/realm.ts'
import { routedProperty } from '../realm/routed-property.ts'
import { FakeSocket, type SocketControl, SocketRealm, type Transport } from './fake-websocket.ts'
import { checkedProtocols, refuseFragment, socketUrl, toText } from './websocket-arguments.ts'
import { createWebSocketClass } from './websocket-class.ts'

/** One fake's claim on the sockets of a realm. */
export interface SocketRoute {
  /** Whether the URL names the fake's app. */
  owns(url: ConnectionUrl): boolean
  open(url: ConnectionUrl, control: SocketControl): Transport
  /** The constructor throws for what a client of Pusher dials, which tells nobody. */
  failed(url: string, error: string): void
}

/** What pusher-js dials, be it a URL or not. Source: pusher-js core/transports/url_schemes.ts. */
function looksPushers(url: string): boolean {
  const query = url.indexOf('?')
  return (
    query >= 0 &&
    /\/app\/[^/]*$/.test(url.slice(0, query)) &&
    /[?&]protocol=\d/.test(url.slice(query))
  )
}

/** The class of each realm that is the last. */
const lastClasses = new WeakMap<Realm, () => typeof WebSocket>()

/**
 * Sends the Pusher sockets of a realm to the fake, and leaves every other one to the WebSocket that was
 * there.
 *
 * @returns takes the route away
 * @throws PusherFakeError `frozen_global` where the realm's WebSocket cannot be replaced
 */
export const routeSockets: (realm: Realm, route: SocketRoute) => () => void = routedProperty<
  SocketRoute,
  typeof WebSocket
>('WebSocket', (realm, original, routes) => {
  const { EventTarget, Event, MessageEvent, CloseEvent } = realm
  const { dispatchEvent } = EventTarget.prototype
  // Before anybody patches them.
  const classes = { EventTarget, Event, MessageEvent, CloseEvent, dispatchEvent }
  let created: typeof WebSocket | undefined
  const create = () => {
    const home = new SocketRealm(realm, classes)
    return createWebSocketClass(realm, original, (args, newTarget) => {
      if (args.length === 0) return undefined
      // Once, as the standard does; the original gets the text.
      const dialled = toText(args[0])
      args[0] = dialled
      const url = socketUrl(dialled, baseUrl(realm))
      const parsed = url && (parseConnectionUrl(dialled) ?? parseConnectionUrl(url.href))
      const route = parsed && routeTo(routes, parsed)
      if (url === undefined && looksPushers(dialled)) {
        routes.at(-1)?.failed(dialled, 'it is no URL')
      }
      if (url === undefined || parsed === undefined || route === undefined) return undefined
      const protocols = checked(
        () => {
          refuseFragment(realm, url)
          return checkedProtocols(realm, args[1])
        },
        (error) => route.failed(dialled, error),
      )
      const target = Reflect.construct(EventTarget, [], newTarget)
      new FakeSocket(home, target, url.href, protocols, (control) => route.open(parsed, control))
      return target
    })
  }
  const routed = () => {
    created ??= create()
    return created
  }
  // Many a page has no socket, and for one that begins the class is more work than all else.
  if (realm.document === undefined) routed()
  lastClasses.set(realm, routed)
  return routed
})

/** Makes the class of a realm whose sockets are routed, which comes about only when somebody reads it. */
export function makeSocketClass(realm: Realm): void {
  lastClasses.get(realm)?.()
}

/**
 * The class to open a Pusher socket with: the realm's `WebSocket`, where that leads to the fake; the fake's own,
 * where somebody has put something else in its place since.
 */
export function pusherWebSocket(realm: Realm): typeof WebSocket | undefined {
  const { WebSocket: current } = realm
  const ours = lastClasses.get(realm)?.()
  return ours === undefined || isOver(current, ours) ? current : ours
}

/** @throws what `check` throws, when it is told */
function checked<Result>(check: () => Result, failed: (error: string) => void): Result {
  try {
    return check()
  } catch (error) {
    failed(error instanceof Error ? error.message : String(error))
    throw error
  }
}

/** A class of the app's own that extends ours, or a wrapper that took over its prototype. */
function isOver(current: unknown, ours: typeof WebSocket): boolean {
  if (typeof current !== 'function') return false
  return isOrInherits(current, ours) || isOrInherits(current.prototype, ours.prototype)
}

function isOrInherits(value: unknown, from: object): boolean {
  return value === from || Object.prototype.isPrototypeOf.call(from, value as object)
}

/** The newest fake of the key; when none has it, the newest fake, which refuses it as Pusher does. */
function routeTo(routes: readonly SocketRoute[], url: ConnectionUrl): SocketRoute | undefined {
  return routes.findLast((route) => route.owns(url)) ?? routes.at(-1)
}
