import type { Backend } from '../../auth/backend.ts'
import type { Asked, AuthWatch } from '../../clients/auth-watch.ts'
import { ownMethod } from '../../clients/own-method.ts'
import { claimant, type RequestClaim } from '../page-service.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { routedProperty } from '../realm/routed-property.ts'
import { answerInPage, type XhrResponder } from './answered-xhr.ts'
import type { EventsOf } from './request-events.ts'

/** Who would answer a request without the route, by requests such as `real` makes. */
export type XhrBackend = (
  realm: Realm,
  request: XMLHttpRequest,
  real: () => XMLHttpRequest,
) => Backend

/** A claim on the XMLHttpRequests of a realm. */
export interface XhrRoute extends RequestClaim {
  /** Asked when a request is opened. */
  respond(asked: Asked): XhrResponder
  /** Where it may ask who would answer without it. */
  readonly backend: XhrBackend | undefined
  /** Left out where nobody else was before the route, so that every request is of the realm's own class. */
  readonly eventsOf: EventsOf | undefined
  /** Sees who asks for authorization, whoever answers. */
  readonly witness: AuthWatch
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
  (realm, original, routes) => {
    const routed = new Proxy(original, {
      construct(target, args, newTarget) {
        const request: XMLHttpRequest = Reflect.construct(target, args, newTarget)
        const real = () => Reflect.construct(target, [], target)
        decideAtOpen(realm, request, routes, real)
        return request
      },
    })
    return () => routed
  },
)

/**
 * Only `open` tells what a request is for.
 *
 * @param real makes one that is nobody's
 */
export function decideAtOpen(
  realm: Realm,
  request: XMLHttpRequest,
  routes: readonly XhrRoute[],
  real: () => XMLHttpRequest,
): void {
  const named = routes.at(-1)?.eventsOf?.(realm, request)
  const open = request.open
  const decide = (...args: Parameters<XMLHttpRequest['open']>): void => {
    restore()
    const url = absoluteUrl(realm, String(args[1]))
    const route = claimant(routes, url)
    const asked = { method: String(args[0]), url }
    if (route === undefined) {
      named?.leave()
      open.apply(request, args)
      routes.at(-1)?.witness.watch(request, asked)
      return
    }
    // Where there is no page, nobody is at a relative URL.
    const backend = URL.canParse(url) ? route.backend?.(realm, request, real) : undefined
    answerInPage(realm, request, asked, route.respond(asked), backend, named?.dispatch)
  }
  const restore = ownMethod(request, 'open', decide)
}
