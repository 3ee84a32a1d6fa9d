import { PropertyPatch } from './property-patch.ts'
import type { Realm } from './realm.ts'

/** Makes what stands in a realm's property while fakes have routes; `routes` is live, oldest first. */
export type Replace<Route, Value> = (
  realm: Realm,
  original: Value,
  routes: readonly Route[],
) => Value

/**
 * Patches one property of a realm for as many fakes as come, in whatever order they go. Without routes
 * the replacement is inert, should somebody still hold it.
 *
 * @returns adds a route to a realm and returns what takes it away; with the last one the very same global
 *   is back
 */
export function routedProperty<Route, Value>(
  name: keyof Realm,
  replace: Replace<Route, Value>,
): (realm: Realm, route: Route) => () => void {
  const patches = new WeakMap<Realm, RoutedPatch<Route, Value>>()
  return (realm, route) => {
    let patch = patches.get(realm)
    // Somebody may have put theirs over ours, or put the original back: then ours goes on top, anew.
    if (patch === undefined || !patch.inPlace) {
      patch = new RoutedPatch(realm, name, replace)
      patches.set(realm, patch)
    }
    return patch.add(route)
  }
}

class RoutedPatch<Route, Value> {
  readonly #routes: Route[] = []
  readonly #patch: PropertyPatch<Value>

  constructor(realm: Realm, name: string, replace: Replace<Route, Value>) {
    this.#patch = new PropertyPatch<Value>(realm, name, (original) =>
      replace(realm, original, this.#routes),
    )
  }

  get inPlace(): boolean {
    return this.#patch.inPlace
  }

  add(route: Route): () => void {
    this.#routes.push(route)
    return () => {
      const index = this.#routes.indexOf(route)
      if (index === -1) return
      this.#routes.splice(index, 1)
      if (this.#routes.length === 0) this.#patch.restore()
    }
  }
}
