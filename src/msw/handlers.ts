import { type HttpHandler, HttpResponse, http } from 'msw'
import { assertFake } from '../app/assert-fake.ts'
import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthOptions } from '../auth/auth-options.ts'
import { classifyRequest } from '../protocol/pusher-request.ts'
import { statsResponse } from '../rest/stats-response.ts'
import { unanswered } from '../rest/unanswered.ts'

/**
 * MSW handlers that answer what server code and pages ask of Pusher: the REST API on any host, the
 * app's authorization endpoints, and an error for anything else that is meant for the live service.
 * They run in Node and in the browser, with MSW 2.11 and later and MSW 3.
 *
 * @throws PusherFakeError `invalid_option`
 *
 * @example
 * const server = setupServer(...pusherHandlers(fake, { user: { id: 'ada' } }))
 */
export function pusherHandlers(fake: PusherApp, options: AuthOptions = {}): HttpHandler[] {
  assertFake(fake, 'pusherHandlers(fake)')
  const endpoints = fake.authEndpoints(options)
  return [
    http.all(
      ({ request }) => classifyRequest(request.url)?.kind === 'rest',
      ({ request }) => fake.fetch(request),
    ),
    http.get(
      ({ request }) => classifyRequest(request.url)?.kind === 'stats',
      ({ request }) => statsResponse(request.url),
    ),
    http.all(
      ({ request }) => endpoints.matches(request.url),
      ({ request }) => endpoints.handle(request),
    ),
    http.all(
      ({ request }) => classifyRequest(request.url)?.live === true,
      ({ request }) => {
        const message = `${unanswered(request.method, request.url)} If the app means to ask, put a handler of your own before pusherHandlers(fake).`
        fake.report({ code: 'unhandled_request', message })
        return HttpResponse.error()
      },
    ),
  ]
}
