import { PropertyPatch } from './property-patch.ts'
import { absoluteUrl, type Realm } from './realm.ts'

/** A claim on the requests that a realm makes by fetch. */
export interface FetchRoute {
  matches(url: string): boolean
  /** @returns undefined when the request is for somebody else after all */
  handle(request: Request): Promise<Response | undefined>
}

const patches = new WeakMap<Realm, FetchPatch>()

/**
 * Answers the requests that a route claims; any other goes to the fetch that was there. A realm without
 * it is left alone.
 *
 * @returns takes the route away
 */
export function routeFetch(realm: Realm, route: FetchRoute): () => void {
  if (realm.fetch === undefined) return () => {}
  let patch = patches.get(realm)
  if (patch === undefined || !patch.inPlace) {
    patch = new FetchPatch(realm)
    patches.set(realm, patch)
  }
  return patch.add(route)
}

class FetchPatch {
  readonly #routes: FetchRoute[] = []
  readonly #patch: PropertyPatch<typeof fetch>

  constructor(realm: Realm) {
    this.#patch = new PropertyPatch<typeof fetch>(realm, 'fetch', (original) => {
      const replacement: typeof fetch = async (input, init) => {
        const url = absoluteUrl(realm, input instanceof Request ? input.url : String(input))
        const route = this.#routes.findLast((candidate) => candidate.matches(url))
        if (route === undefined) return original.call(realm, input, init)
        const request = new Request(input instanceof Request ? input : url, init)
        request.signal.throwIfAborted()
        const answer = await route.handle(request)
        request.signal.throwIfAborted()
        return answer ?? original.call(realm, request)
      }
      return replacement
    })
  }

  get inPlace(): boolean {
    return this.#patch.inPlace
  }

  add(route: FetchRoute): () => void {
    this.#routes.push(route)
    return () => {
      const index = this.#routes.indexOf(route)
      if (index === -1) return
      this.#routes.splice(index, 1)
      if (this.#routes.length === 0) this.#patch.restore()
    }
  }
}
