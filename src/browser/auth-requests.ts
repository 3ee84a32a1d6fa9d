import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthOptions } from '../auth/auth-endpoints.ts'
import { type Ending, ending } from '../server/dispose-symbol.ts'
import { type FetchRoute, routeFetch } from './fetch-patch.ts'
import type { PusherClass } from './pusher-runtime.ts'
import type { Realm } from './realm.ts'
import { routeRuntimeXhr } from './runtime-xhr.ts'
import { routeXhr, type XhrRoute } from './xhr-patch.ts'

/** Options of `answerAuthRequests`. */
export interface AuthRequestOptions extends AuthOptions {
  /** Globals to patch. @default globalThis */
  readonly realm?: Realm
  /** The class of pusher-js's Node build, which brings an XMLHttpRequest of its own. */
  readonly Pusher?: PusherClass
}

/** What a relative endpoint is relative to where there is no page. */
const NO_PAGE = 'http://localhost'

/**
 * Answers the app's authorization and authentication endpoints in this page, whether pusher-js asks by
 * XMLHttpRequest or the app by fetch; every other request goes where it went.
 *
 * @returns restores the very globals that were there, as the end of a `using` block does
 * @throws PusherFakeError `invalid_option`
 *
 * @example
 * const fake = installPusherFake()
 * const stop = answerAuthRequests(fake, { user: { id: 'ada' } })
 */
export function answerAuthRequests(fake: PusherApp, options: AuthRequestOptions = {}): Ending {
  const { realm = globalThis as Realm, Pusher, ...authOptions } = options
  return ending(routeAuthRequests(realm, fake.authEndpoints(authOptions), Pusher))
}

/** Sends the requests that a route claims to it, of fetch, of XMLHttpRequest and of pusher-js's own. */
export function routeAuthRequests(
  realm: Realm,
  route: FetchRoute,
  Pusher?: PusherClass,
): () => void {
  const matches = (url: string) => URL.canParse(url, NO_PAGE) && route.matches(absolute(url))
  const xhrRoute: XhrRoute = {
    owns: matches,
    accepts: () => false,
    respond: () => ({
      async send({ method, url, headers, body }, reply) {
        const init = { method, headers, body: bodyOf(method, body) }
        const response = await route.handle(new Request(absolute(url), init)).catch(serverError)
        const { status = 404, headers: answered = new Headers() } = response ?? {}
        const text = await response?.text()
        if (text) reply.write(text)
        reply.end(status, answered)
      },
      abort() {},
    }),
  }
  const undo = [
    routeFetch(realm, { matches, handle: (request) => route.handle(request) }),
    routeXhr(realm, xhrRoute),
    ...(Pusher === undefined ? [] : [routeRuntimeXhr(Pusher, realm, xhrRoute)]),
  ]
  return () => {
    for (const step of undo.splice(0)) step()
  }
}

function absolute(url: string): string {
  return new URL(url, NO_PAGE).href
}

function bodyOf(method: string, body: unknown): BodyInit | null {
  if (method === 'GET' || method === 'HEAD' || body === undefined || body === null) return null
  return body instanceof FormData || body instanceof Blob || body instanceof URLSearchParams
    ? body
    : String(body)
}

/** A policy of the author's that throws. */
function serverError(error: unknown): Response {
  console.error('[pusher-js-fake] The `user` function of the auth endpoints failed', error)
  return new Response(String(error), { status: 500 })
}
