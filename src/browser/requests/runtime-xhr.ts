import { type PusherClass, type Runtime, runtimeOf } from '../pusher-runtime.ts'
import type { Realm } from '../realm/realm.ts'
import { routedProperty } from '../realm/routed-property.ts'
import { missingXhr } from './missing-xhr.ts'
import { backendByXhr } from './real-xhr.ts'
import { decideAtOpen, type XhrBackend, type XhrRoute } from './xhr-patch.ts'

interface RuntimeRoute extends XhrRoute {
  readonly realm: Realm
}

/**
 * Sends the requests of a pusher-js build to a route that brings an XMLHttpRequest of its own: the Node
 * build does, and never reads the realm's. Source: pusher-js isomorphic/http/http_xhr_request.ts.
 *
 * @returns takes the route away
 */
export function routeRuntimeXhr(Pusher: PusherClass, realm: Realm, route: XhrRoute): () => void {
  const backend: XhrBackend = (_realm, _request, real) => backendByXhr(real, () => false)
  return addRoute(runtimeOf(Pusher), { ...route, backend, realm })
}

const addRoute = routedProperty<RuntimeRoute, Runtime['getXHRAPI'], Runtime>(
  'getXHRAPI',
  (runtime, original, routes) => {
    function getXHRAPI() {
      const realm = routes.at(-1)?.realm
      if (realm === undefined) return original.call(runtime)
      const Request = unlessMissing(() => original.call(runtime))
      if (Request === undefined) return missingXhr(realm, routes)
      if (Request === realm.XMLHttpRequest) return Request
      return new Proxy(Request, {
        construct(target, args, newTarget) {
          const request: XMLHttpRequest = Reflect.construct(target, args, newTarget)
          const real = () => Reflect.construct(target, [], target)
          decideAtOpen(realm, request, routes, real)
          return request
        },
      })
    }
    return () => getXHRAPI
  },
)

/** React Native's build names the global, with no regard for one that is not there. */
function unlessMissing<Value>(get: () => Value): Value | undefined {
  try {
    return get()
  } catch (error) {
    if (error instanceof Error && error.name === 'ReferenceError') return undefined
    throw error
  }
}
