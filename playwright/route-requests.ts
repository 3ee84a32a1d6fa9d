import type { BrowserContext, Route } from '@playwright/test'
import { isRestPath } from '../src/rest/rest-path.ts'
import type { Service } from './switched-service.ts'

// Expressions rather than predicates: the browser's side filters by them, without a call for each request.
const PUSHER_HOST = /^https?:\/\/([^/?#]+\.)?pusher(app)?\.com(:\d+)?([/?#]|$)/i
/** The path is looked at where a request has come; in one expression both could be slow. */
const SIGNED = /^[^?#]*\?(?:[^#]*&)?auth_key=/
const CDN_SCRIPT = /^https?:\/\/js\.pusher\.com\/[^?#]*\.js([?#]|$)/i
const SOCKJS = /^https?:\/\/(sockjs[^/]*\/pusher(\/|$)|js\.pusher\.com\/[^/]+\/sockjs)/i

/** Answers the HTTP side of a context: REST calls, and nothing else of Pusher's. */
export async function routeRequests(context: BrowserContext, service: Service): Promise<void> {
  await context.route(PUSHER_HOST, (route) => refuse(route, service))
  await context.route(SIGNED, async (route) => {
    if (!isRestPath(new URL(route.request().url()).pathname)) return route.fallback()
    await fulfill(route, await service.fetch(toRequest(route)))
  })
}

/** Answers the app's endpoints at these URLs. */
export async function routeEndpoints(
  context: BrowserContext,
  patterns: readonly RegExp[],
  handle: (request: Request) => Promise<Response | undefined>,
): Promise<void> {
  for (const pattern of patterns) {
    await context.route(pattern, async (route) => {
      const response = await handle(toRequest(route))
      return response === undefined ? route.fallback() : fulfill(route, response)
    })
  }
}

async function refuse(route: Route, service: Service): Promise<void> {
  const request = route.request()
  const url = request.url()
  const message = messageFor(request.method(), url)
  service.report({ code: 'unhandled_request', message })
  await route.abort('connectionrefused')
}

function messageFor(method: string, url: string): string {
  if (SOCKJS.test(url)) {
    return `pusher-js tried the transport sockjs (${url}), which cannot be served in a page: its library comes from the network. Enable ws, xhr_streaming or xhr_polling.`
  }
  const refusal = `Nothing answers ${method} ${url}, and it may not reach the live service.`
  if (!CDN_SCRIPT.test(url)) return refusal
  return `${refusal} Serve the library from node_modules: context.route('https://js.pusher.com/**', (route) => route.fulfill({ path: 'node_modules/pusher-js/dist/web/pusher.min.js' })).`
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
