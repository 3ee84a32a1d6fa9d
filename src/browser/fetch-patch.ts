import { claimant, type RequestClaim } from './page-service.ts'
import { absoluteUrl, type Realm } from './realm.ts'
import { routedProperty } from './routed-property.ts'

/** A claim on the requests that a realm makes by fetch. */
export interface FetchRoute extends RequestClaim {
  /** @returns undefined when the request is for somebody else after all */
  handle(request: Request): Promise<Response | undefined>
}

/**
 * Answers the requests that a route claims; any other goes to the fetch that was there. A realm without
 * it is left alone.
 *
 * @returns takes the route away
 */
export function routeFetch(realm: Realm, route: FetchRoute): () => void {
  return realm.fetch === undefined ? () => {} : addRoute(realm, route)
}

const addRoute = routedProperty<FetchRoute, typeof fetch>(
  'fetch',
  (realm, original, routes): typeof fetch =>
    async (input, init) => {
      const url = absoluteUrl(realm, input instanceof Request ? input.url : String(input))
      const route = claimant(routes, url)
      if (route === undefined) return original.call(realm, input, init)
      const request = new Request(input instanceof Request ? input : url, init)
      request.signal.throwIfAborted()
      const answer = await route.handle(request)
      request.signal.throwIfAborted()
      return answer ?? original.call(realm, request)
    },
)
