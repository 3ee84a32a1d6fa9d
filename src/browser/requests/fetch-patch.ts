import type { Backend } from '../../auth/backend.ts'
import type { AuthWatch } from '../../clients/auth-watch.ts'
import { claimant, type RequestClaim } from '../page-service.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { routedProperty } from '../realm/routed-property.ts'
import { requestOf } from './foreign-body.ts'

/** A claim on the requests that a realm makes by fetch. */
export interface FetchRoute extends RequestClaim {
  /**
   * @param backend who would answer without the route
   * @returns undefined when the request is for somebody else after all
   */
  handle(request: Request, backend?: Backend): Promise<Response | undefined>
  /** Sees who asks for authorization, whoever answers. */
  readonly witness: AuthWatch
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

const beneath = new WeakMap<Realm, typeof fetch>()

/** Sends requests by the fetch that a realm had, or others have put there; undefined where none was patched. */
export function backendByFetch(realm: Realm): Backend | undefined {
  const original = beneath.get(realm)
  return original && ((request) => original.call(realm, request))
}

const addRoute = routedProperty<FetchRoute, typeof fetch>('fetch', (realm, original, routes) => {
  beneath.set(realm, original)
  const ask: typeof fetch = async (input, init) => {
    const url = absoluteUrl(realm, input instanceof Request ? input.url : String(input))
    const route = claimant(routes, url)
    if (route === undefined) return original.call(realm, input, init)
    const request = input instanceof Request ? new Request(input, init) : await requestOf(url, init)
    request.signal.throwIfAborted()
    const answer = await route.handle(request, (asked) => original.call(realm, asked))
    const response = answer ?? (await original.call(realm, request))
    // Held until then: of a request that was collected, Node's fetch cannot be given up.
    request.signal.throwIfAborted()
    return response
  }
  const routed: typeof fetch = (input, init) => {
    const method = init?.method ?? 'GET'
    const answered = routes.at(-1)?.witness.sent({ method, url: String(input) }, init?.body)
    const answer = ask(input, init)
    if (answered !== undefined) {
      answer
        .then(async (response) => answered(response.status, await response.clone().text()))
        .catch(() => answered(0, ''))
    }
    return answer
  }
  return () => routed
})
