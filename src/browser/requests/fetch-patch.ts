import type { Backend } from '../../auth/backend.ts'
import type { AuthWatch } from '../../clients/auth-watch.ts'
import { claimant, type RequestClaim } from '../page-service.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { routedProperty } from '../realm/routed-property.ts'
import { standIn } from '../realm/stand-in.ts'
import { requestOf } from './foreign-body.ts'

type Arguments = Parameters<typeof fetch>

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
  const answer = async (route: FetchRoute, url: string, [input, init]: Arguments) => {
    const request = input instanceof Request ? new Request(input, init) : await requestOf(url, init)
    request.signal.throwIfAborted()
    const answered = await route.handle(request, (asked) => original.call(realm, asked))
    const response = answered ?? (await original.call(realm, request))
    // Held until then: of a request that was collected, Node's fetch cannot be given up.
    request.signal.throwIfAborted()
    return response
  }
  const routed = standIn<typeof fetch>(original, (...args) => {
    const url = urlOf(realm, args[0])
    if (url === undefined) return original.apply(realm, args)
    const route = claimant(routes, url)
    const asked = { method: args[1]?.method ?? 'GET', url: String(args[0]) }
    const answered = routes.at(-1)?.witness.sent(asked, args[1]?.body)
    // What nobody claims is as it was in all, for a mock that answers with what is no promise.
    const response = route === undefined ? original.apply(realm, args) : answer(route, url, args)
    if (answered !== undefined) {
      Promise.resolve(response)
        .then(async (seen) => answered(seen.status, await seen.clone().text()))
        .catch(() => answered(0, ''))
    }
    return response
  })
  return () => routed
})

/** @returns undefined for what is no text, which the realm's own fetch refuses */
function urlOf(realm: Realm, input: unknown): string | undefined {
  try {
    return absoluteUrl(realm, input instanceof Request ? input.url : String(input))
  } catch {
    return undefined
  }
}
