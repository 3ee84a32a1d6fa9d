import { PropertyPatch } from './property-patch.ts'
import type { Realm } from './realm.ts'

/**
 * Prepares what stands in an owner's property while fakes have routes; `routes` is live, oldest first. What it
 * returns makes it, and gives the very same at each read.
 */
export type Prepare<Route, Value, Owner extends object = Realm> = (
  owner: Owner,
  original: Value,
  routes: readonly Route[],
) => () => Value

/**
 * Patches one property of a realm, or of another owner, for as many fakes as come, in whatever order they go. Without routes
 * the replacement is inert, should somebody still hold it.
 *
 * @returns adds a route to an owner and returns what takes it away; with the last one the very same global
 *   is back
 */
export function routedProperty<Route, Value, Owner extends object = Realm>(
  name: keyof Owner & string,
  prepare: Prepare<Route, Value, Owner>,
): (owner: Owner, route: Route) => () => void {
  const patches = new WeakMap<Owner, RoutedPatch<Route, Value, Owner>>()
  return (owner, route) => {
    let patch = patches.get(owner)
    // Somebody may have put theirs over ours, or put the original back: then ours goes on top, anew.
    if (patch === undefined || !patch.inPlace) {
      patch = new RoutedPatch(owner, name, prepare)
      patches.set(owner, patch)
    }
    return patch.add(route)
  }
}

class RoutedPatch<Route, Value, Owner extends object> {
  readonly #routes: Route[] = []
  readonly #patch: PropertyPatch<Value>

  constructor(owner: Owner, name: string, prepare: Prepare<Route, Value, Owner>) {
    this.#patch = new PropertyPatch<Value>(owner, name, (original) =>
      prepare(owner, original, this.#routes),
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
