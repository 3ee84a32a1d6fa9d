import type { FallbackExchange, FallbackUrl } from './http-fallback.ts'
import { parseFallbackUrl } from './http-fallback.ts'
import { scheduleMacrotask } from './macrotask.ts'
import { PropertyPatch } from './property-patch.ts'
import type { Realm } from './realm.ts'

/** One fake's claim on the fallback requests of a realm. */
export interface FallbackRoute {
  owns(url: FallbackUrl['connection']): boolean
  request(url: FallbackUrl, body: string, exchange: FallbackExchange): void
  /** The client has aborted a request before its end, and not seen what is `unread` of it. */
  abort(url: FallbackUrl, unread: string): void
}

const patches = new WeakMap<Realm, XhrPatch>()

/**
 * Sends the requests of pusher-js's transports xhr_streaming and xhr_polling to the fake; any other
 * XMLHttpRequest is the realm's own. A realm without the class is left alone.
 *
 * @returns takes the route away
 */
export function routeFallback(realm: Realm, route: FallbackRoute): () => void {
  if (realm.XMLHttpRequest === undefined) return () => {}
  let patch = patches.get(realm)
  if (patch === undefined || !patch.inPlace) {
    patch = new XhrPatch(realm)
    patches.set(realm, patch)
  }
  return patch.add(route)
}

class XhrPatch {
  readonly #routes: FallbackRoute[] = []
  readonly #patch: PropertyPatch<typeof XMLHttpRequest>

  constructor(realm: Realm) {
    this.#patch = new PropertyPatch<typeof XMLHttpRequest>(
      realm,
      'XMLHttpRequest',
      (original) =>
        new Proxy(original, {
          construct: (target, args, newTarget) => {
            const request: XMLHttpRequest = Reflect.construct(target, args, newTarget)
            this.#watch(realm, request)
            return request
          },
        }),
    )
  }

  get inPlace(): boolean {
    return this.#patch.inPlace
  }

  add(route: FallbackRoute): () => void {
    this.#routes.push(route)
    return () => {
      const index = this.#routes.indexOf(route)
      if (index === -1) return
      this.#routes.splice(index, 1)
      if (this.#routes.length === 0) this.#patch.restore()
    }
  }

  /** Only `open` tells what a request is for. */
  #watch(realm: Realm, request: XMLHttpRequest): void {
    const open = request.open
    const decide = (...args: Parameters<XMLHttpRequest['open']>): void => {
      Reflect.deleteProperty(request, 'open')
      const url = parseFallbackUrl(String(args[1]))
      const route =
        url &&
        (this.#routes.findLast((candidate) => candidate.owns(url.connection)) ??
          this.#routes.at(-1))
      if (url === undefined || route === undefined) open.apply(request, args)
      else answerByRoute(realm, request, url, route)
    }
    Object.defineProperty(request, 'open', { value: decide, configurable: true, writable: true })
  }
}

/** Turns a request into one that never leaves the page: what pusher-js uses of it, no more. */
function answerByRoute(
  realm: Realm,
  request: XMLHttpRequest,
  url: FallbackUrl,
  route: FallbackRoute,
): void {
  const state = { readyState: 1, status: 0, responseText: '' }
  let aborted = false
  const advance = (next: () => Partial<typeof state>) => {
    scheduleMacrotask(() => {
      if (aborted) return
      Object.assign(state, next())
      request.dispatchEvent(new realm.Event('readystatechange'))
    })
  }
  let unread = ''
  const exchange: FallbackExchange = {
    write(chunk) {
      const first = unread === ''
      unread += chunk
      if (first) {
        advance(() => {
          const responseText = state.responseText + unread
          unread = ''
          return { readyState: 3, status: 200, responseText }
        })
      }
    },
    end: (status) => advance(() => ({ readyState: 4, status })),
  }
  const own = {
    setRequestHeader: () => {},
    send(payload?: unknown) {
      scheduleMacrotask(() => {
        if (!aborted) route.request(url, String(payload ?? ''), exchange)
      })
    },
    abort() {
      // pusher-js aborts finished requests as well.
      const finished = state.readyState === 4
      aborted = true
      if (!finished) route.abort(url, unread)
    },
  }
  for (const [name, value] of Object.entries(own)) Object.defineProperty(request, name, { value })
  for (const name of ['readyState', 'status', 'responseText'] as const) {
    Object.defineProperty(request, name, { get: () => state[name] })
  }
}
