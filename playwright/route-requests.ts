import type { BrowserContext, Route } from '@playwright/test'
import type { AuthEndpoints } from '../src/auth/auth-endpoints.ts'
import type { PusherApp } from '../src/pusher-app.ts'
import { isRestPath } from '../src/rest/rest-path.ts'

// Expressions rather than predicates: the browser's side filters by them, without a call for each request.
const PUSHER_HOST = /^https?:\/\/([^/?#]+\.)?pusher(app)?\.com(:\d+)?([/?#]|$)/i
/** The path is looked at where a request has come; in one expression both could be slow. */
const SIGNED = /^[^?#]*\?(?:[^#]*&)?auth_key=/
const SOCKJS = /^https?:\/\/(sockjs[^/]*\/pusher(\/|$)|js\.pusher\.com\/[^/]+\/sockjs)/i

/** Answers the HTTP side of a context: authorization endpoints, REST calls, and nothing else of Pusher's. */
export async function routeRequests(
  context: BrowserContext,
  fake: PusherApp,
  endpoints: AuthEndpoints,
): Promise<void> {
  await context.route(PUSHER_HOST, (route) => refuse(route, fake))
  await context.route(SIGNED, async (route) => {
    if (!isRestPath(new URL(route.request().url()).pathname)) return route.fallback()
    await fulfill(route, await fake.fetch(toRequest(route)))
  })
  for (const pattern of endpoints.patterns()) {
    await context.route(pattern, async (route) => {
      const response = await endpoints.handle(toRequest(route))
      return response === undefined ? route.fallback() : fulfill(route, response)
    })
  }
}

async function refuse(route: Route, fake: PusherApp): Promise<void> {
  const request = route.request()
  const url = request.url()
  const message = SOCKJS.test(url)
    ? `pusher-js tried the transport sockjs (${url}), which cannot be served in a page: its library comes from the network. Enable ws, xhr_streaming or xhr_polling.`
    : `Nothing answers ${request.method()} ${url}, and it may not reach the live service. If the app means to ask, answer it: page.route(url, …).`
  fake.report({ code: 'unhandled_request', message })
  await route.abort('connectionrefused')
}

function toRequest(route: Route): Request {
  const request = route.request()
  const body = request.postDataBuffer()
  return new Request(request.url(), {
    method: request.method(),
    headers: request.headers(),
    ...(body !== null && { body: new Uint8Array(body) }),
  })
}

async function fulfill(route: Route, response: Response): Promise<void> {
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}
