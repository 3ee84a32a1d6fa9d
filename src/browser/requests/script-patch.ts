import { claimant } from '../page-service.ts'
import { frozenGlobal } from '../realm/property-patch.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { backendByFetch, type FetchRoute } from './fetch-patch.ts'

const patches = new WeakMap<object, { readonly routes: FetchRoute[]; restore(): void }>()

/**
 * Answers the scripts that a realm asks for where a route claims them, as JSONP does: the answer is a call of
 * the function that the URL names. A realm without a document is left alone.
 *
 * @returns takes the route away
 * @throws PusherFakeError `frozen_global` where the property cannot be replaced
 */
export function routeScripts(realm: Realm, route: FetchRoute): () => void {
  const prototype = realm.HTMLScriptElement?.prototype
  if (prototype === undefined) return () => {}
  const patch = patches.get(prototype) ?? patchSource(realm, prototype)
  if (patch === undefined) return () => {}
  patches.set(prototype, patch)
  patch.routes.push(route)
  return () => {
    patch.routes.splice(patch.routes.indexOf(route), 1)
    if (patch.routes.length > 0) return
    patch.restore()
    patches.delete(prototype)
  }
}

/** A script that nobody claims has its source set. */
function patchSource(realm: Realm, prototype: HTMLScriptElement) {
  const original = Object.getOwnPropertyDescriptor(prototype, 'src')
  if (original?.set === undefined) return undefined
  const { set } = original
  const routes: FetchRoute[] = []
  const putBack = () => {
    const isOurs = Object.getOwnPropertyDescriptor(prototype, 'src')?.set === routed.set
    // Where somebody has frozen it meanwhile, ours stays and claims nothing.
    if (isOurs) Reflect.defineProperty(prototype, 'src', original)
  }
  const routed: PropertyDescriptor = {
    ...original,
    set(this: HTMLScriptElement, value: unknown) {
      // Others may put ours back after it was undone.
      if (routes.length === 0) putBack()
      const url = absoluteUrl(realm, String(value))
      const route = claimant(routes, url)
      if (route === undefined) set.call(this, value)
      else {
        void answer(realm, url, route).then((outcome) => {
          if (outcome === 'left') set.call(this, value)
          else this.dispatchEvent(new realm.Event(outcome))
        })
      }
    },
  }
  if (!Reflect.defineProperty(prototype, 'src', routed)) {
    throw frozenGlobal('HTMLScriptElement.prototype.src')
  }
  return { routes, restore: putBack }
}

async function answer(realm: Realm, url: string, route: FetchRoute) {
  try {
    const response = await route.handle(new Request(url), backendByFetch(realm))
    if (response === undefined) return 'left'
    if (!response.ok) return 'error'
    const text = await response.text()
    if (text === '') return 'load'
    const [, name = '', argument = ''] = /^([^(]+)\((.*)\);?$/s.exec(text) ?? []
    callByName(realm, name, JSON.parse(argument))
    return 'load'
  } catch {
    return 'error'
  }
}

/** Calls a function by a name such as `Pusher.auth_callbacks['1']`, which needs no `eval`. */
function callByName(realm: Realm, name: string, argument: unknown): void {
  const path = name.match(/[\w$]+/g) ?? []
  const [owner, last = ''] = [path.slice(0, -1), path.at(-1)]
  const target = owner.reduce<unknown>((value, key) => Reflect.get(Object(value), key), realm)
  const callback: unknown = Reflect.get(Object(target), last)
  if (typeof callback === 'function') callback.call(target, argument)
}
