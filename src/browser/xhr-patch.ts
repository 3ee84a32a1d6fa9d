import { answerInPage, type XhrResponder } from './answered-xhr.ts'
import { claimant, type RequestClaim } from './page-service.ts'
import { absoluteUrl, type Realm } from './realm.ts'
import { routedProperty } from './routed-property.ts'

/** A claim on the XMLHttpRequests of a realm. */
export interface XhrRoute extends RequestClaim {
  /** Asked when a request is opened. */
  respond(url: string): XhrResponder
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
    const route = claimant(routes, url)
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
