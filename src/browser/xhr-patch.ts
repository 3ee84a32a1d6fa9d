import { answerInPage } from './answered-xhr.ts'
import type { FallbackExchange, FallbackUrl } from './http-fallback.ts'
import { parseFallbackUrl } from './http-fallback.ts'
import { PropertyPatch } from './property-patch.ts'
import { absoluteUrl, type Realm } from './realm.ts'

/** A request that never leaves the page. */
export interface XhrRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: unknown
}

/** What a request may be answered with. */
export interface XhrReply {
  /** Adds to the response's body. */
  write(chunk: string): void
  /** Ends the response; status 0 for a network that is lost. */
  end(status: number, headers?: Headers): void
}

/** Who answers one request. */
export interface XhrResponder {
  send(request: XhrRequest, reply: XhrReply): void
  /** The client has aborted the request before its end, and not seen what is `unread` of it. */
  abort(unread: string): void
}

/** A claim on requests of a realm. */
export interface XhrRoute {
  owns(url: string): boolean
  /** Whether it answers what nobody owns. */
  accepts(url: string): boolean
  respond(url: string): XhrResponder
}

/** One fake's claim on the fallback requests of a realm. */
export interface FallbackRoute {
  owns(url: FallbackUrl['connection']): boolean
  request(url: FallbackUrl, body: string, exchange: FallbackExchange): void
  /** The client has aborted a request before its end, and not seen what is `unread` of it. */
  abort(url: FallbackUrl, unread: string): void
}

const patches = new WeakMap<Realm, XhrPatch>()

/**
 * Sends the requests that a route claims to it; any other XMLHttpRequest is the realm's own. A realm
 * without the class is left alone.
 *
 * @returns takes the route away
 */
export function routeXhr(realm: Realm, route: XhrRoute): () => void {
  if (realm.XMLHttpRequest === undefined) return () => {}
  let patch = patches.get(realm)
  if (patch === undefined || !patch.inPlace) {
    patch = new XhrPatch(realm)
    patches.set(realm, patch)
  }
  return patch.add(route)
}

/**
 * Sends the requests of pusher-js's transports xhr_streaming and xhr_polling to the fake.
 *
 * @returns takes the route away
 */
export function routeFallback(realm: Realm, route: FallbackRoute): () => void {
  return routeXhr(realm, {
    owns(url) {
      const parsed = parseFallbackUrl(url)
      return parsed !== undefined && route.owns(parsed.connection)
    },
    accepts: (url) => parseFallbackUrl(url) !== undefined,
    respond(url) {
      const parsed = parseFallbackUrl(url)
      return {
        send(request, reply) {
          if (parsed !== undefined) route.request(parsed, String(request.body ?? ''), reply)
        },
        abort(unread) {
          if (parsed !== undefined) route.abort(parsed, unread)
        },
      }
    },
  })
}

class XhrPatch {
  readonly #routes: XhrRoute[] = []
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

  add(route: XhrRoute): () => void {
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
      const url = absoluteUrl(realm, String(args[1]))
      const route =
        this.#routes.findLast((candidate) => candidate.owns(url)) ??
        this.#routes.findLast((candidate) => candidate.accepts(url))
      if (route === undefined) open.apply(request, args)
      else answerInPage(realm, request, String(args[0]), url, route.respond(url))
    }
    Object.defineProperty(request, 'open', { value: decide, configurable: true, writable: true })
  }
}
