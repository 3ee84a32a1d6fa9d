import type { AuthOptions } from '../auth/auth-endpoints.ts'
import type { PusherApp } from '../pusher-app.ts'
import { type FetchRoute, routeFetch } from './fetch-patch.ts'
import type { Realm } from './realm.ts'
import { routeXhr } from './xhr-patch.ts'

/** Options of `answerAuthRequests`. */
export interface AuthRequestOptions extends AuthOptions {
  /** Globals to patch. @default globalThis */
  readonly realm?: Realm
}

/**
 * Answers the app's authorization and authentication endpoints in this page, whether pusher-js asks by
 * XMLHttpRequest or the app by fetch; every other request goes where it went.
 *
 * @returns restores the very globals that were there
 * @throws PusherFakeError `invalid_option`
 *
 * @example
 * const fake = installPusherFake()
 * const stop = answerAuthRequests(fake, { user: { id: 'ada' } })
 */
export function answerAuthRequests(fake: PusherApp, options: AuthRequestOptions = {}): () => void {
  const { realm = globalThis as Realm, ...authOptions } = options
  return routeAuthRequests(realm, fake.authEndpoints(authOptions))
}

/** Sends the requests that a route claims to it, of fetch and of XMLHttpRequest. */
export function routeAuthRequests(realm: Realm, route: FetchRoute): () => void {
  // A relative URL stays one where the realm has no page.
  const matches = (url: string) => URL.canParse(url) && route.matches(url)
  const undo = [
    routeFetch(realm, { matches, handle: (request) => route.handle(request) }),
    routeXhr(realm, {
      owns: matches,
      accepts: () => false,
      respond: () => ({
        async send({ method, url, headers, body }, reply) {
          const request = new Request(url, { method, headers, body: bodyOf(method, body) })
          const response = await route.handle(request).catch(serverError)
          const { status = 404, headers: answered = new Headers() } = response ?? {}
          const text = await response?.text()
          if (text) reply.write(text)
          reply.end(status, answered)
        },
        abort() {},
      }),
    }),
  ]
  return () => {
    for (const step of undo.splice(0)) step()
  }
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
