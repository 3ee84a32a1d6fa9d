import { answerInPage, type XhrResponder } from './answered-xhr.ts'
import type { FallbackExchange, FallbackUrl } from './http-fallback.ts'
import { parseFallbackUrl } from './http-fallback.ts'
import { absoluteUrl, type Realm } from './realm.ts'
import { routedProperty } from './routed-property.ts'

/** A claim on requests of a realm. */
export interface XhrRoute {
  owns(url: string): boolean
  /** Whether it answers what nobody owns. */
  accepts(url: string): boolean
  respond(url: string): XhrResponder
}

/** One fake's claim on the fallback requests of a realm. */
export interface FallbackRoute {
  owns(url: FallbackUrl['connection']): boolean
  request(url: FallbackUrl, body: string, exchange: FallbackExchange): void
  /** The client has aborted a request before its end, and not seen what is `unread` of it. */
  abort(url: FallbackUrl, unread: string): void
}

/**
 * Sends the requests that a route claims to it; any other XMLHttpRequest is the realm's own. A realm
 * without the class is left alone.
 *
 * @returns takes the route away
 */
export function routeXhr(realm: Realm, route: XhrRoute): () => void {
  return realm.XMLHttpRequest === undefined ? () => {} : addRoute(realm, route)
}

const addRoute = routedProperty<XhrRoute, typeof XMLHttpRequest>(
  'XMLHttpRequest',
  (realm, original, routes) =>
    new Proxy(original, {
      construct(target, args, newTarget) {
        const request: XMLHttpRequest = Reflect.construct(target, args, newTarget)
        decideAtOpen(realm, request, routes)
        return request
      },
    }),
)

/**
 * Only `open` tells what a request is for.
 *
 * @param dispatchEvent of the request, where it has none that takes events
 */
export function decideAtOpen(
  realm: Realm,
  request: XMLHttpRequest,
  routes: readonly XhrRoute[],
  dispatchEvent?: XMLHttpRequest['dispatchEvent'],
): void {
  const own = Object.getOwnPropertyDescriptor(request, 'open')
  const open = request.open
  const decide = (...args: Parameters<XMLHttpRequest['open']>): void => {
    if (own === undefined) Reflect.deleteProperty(request, 'open')
    else Object.defineProperty(request, 'open', own)
    const url = absoluteUrl(realm, String(args[1]))
    const route =
      routes.findLast((candidate) => candidate.owns(url)) ??
      routes.findLast((candidate) => candidate.accepts(url))
    if (route === undefined) {
      open.apply(request, args)
      return
    }
    if (dispatchEvent !== undefined) {
      Object.defineProperty(request, 'dispatchEvent', { value: dispatchEvent })
    }
    answerInPage(realm, request, String(args[0]), url, route.respond(url))
  }
  Object.defineProperty(request, 'open', { value: decide, configurable: true, writable: true })
}

/**
 * Sends the requests of pusher-js's transports xhr_streaming and xhr_polling to the fake.
 *
 * @returns takes the route away
 */
export function routeFallback(realm: Realm, route: FallbackRoute): () => void {
  return routeXhr(realm, fallbackRoute(route))
}

/** What a fake claims of XMLHttpRequests for pusher-js's fallback. */
export function fallbackRoute(route: FallbackRoute): XhrRoute {
  return {
    owns(url) {
      const parsed = parseFallbackUrl(url)
      return parsed !== undefined && route.owns(parsed.connection)
    },
    accepts: (url) => parseFallbackUrl(url) !== undefined,
    respond(url) {
      const parsed = parseFallbackUrl(url)
      return {
        send(request, reply) {
          if (parsed !== undefined) route.request(parsed, String(request.body ?? ''), reply)
        },
        abort(unread) {
          if (parsed !== undefined) route.abort(parsed, unread)
        },
      }
    },
  }
}
