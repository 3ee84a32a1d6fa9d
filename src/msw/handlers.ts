import { type HttpHandler, HttpResponse, http } from 'msw'
import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthOptions } from '../auth/auth-endpoints.ts'
import { isPusherHost } from '../protocol/connection-url.ts'
import { isRestPath } from '../rest/rest-path.ts'

/**
 * MSW handlers that answer what server code and pages ask of Pusher: the REST API on any host, the
 * app's authorization endpoints, and an error for anything else that is meant for the live service.
 * They run in Node and in the browser, with MSW 2.11 and later and MSW 3.
 *
 * @example
 * const server = setupServer(...pusherHandlers(fake, { user: { id: 'ada' } }))
 */
export function pusherHandlers(fake: PusherApp, options: AuthOptions = {}): HttpHandler[] {
  const endpoints = fake.authEndpoints(options)
  return [
    http.all(
      ({ request }) => isRest(request),
      ({ request }) => fake.fetch(request),
    ),
    http.all(
      ({ request }) => endpoints.matches(request.url),
      ({ request }) => endpoints.handle(request),
    ),
    http.all(
      ({ request }) => isPusherHost(new URL(request.url).hostname),
      ({ request }) => {
        const { method, url } = request
        const message = `Nothing answers ${method} ${url}, and it may not reach the live service. If the app means to ask, put a handler of your own before pusherHandlers(fake).`
        fake.report({ code: 'unhandled_request', message })
        return HttpResponse.error()
      },
    ),
  ]
}

/** A request at that path of another host may be for the app's own API, but Pusher's are signed. */
function isRest(request: Request): boolean {
  const { hostname, pathname, searchParams } = new URL(request.url)
  return isRestPath(pathname) && (isPusherHost(hostname) || searchParams.has('auth_key'))
}
