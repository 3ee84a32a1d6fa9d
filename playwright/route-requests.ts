import type { BrowserContext, Route } from '@playwright/test'
import type { Backend } from '../src/auth/backend.ts'
import { classifyRequest, PUSHER_REQUESTS } from '../src/protocol/pusher-request.ts'
import { statsResponse } from '../src/rest/stats-response.ts'
import { unanswered } from '../src/rest/unanswered.ts'
import type { UnderWay } from '../src/server/waits/under-way.ts'
import type { Service } from './switched-service.ts'

/** Answers the HTTP side of a context: REST calls, and nothing else of Pusher's. */
export async function routeRequests(context: BrowserContext, service: Service): Promise<void> {
  // Expressions rather than predicates: the browser's side filters by them, without a call for each request.
  for (const pattern of PUSHER_REQUESTS) {
    await context.route(pattern, async (route) => {
      const request = classifyRequest(route.request().url())
      if (request === undefined) return route.fallback()
      if (request.kind === 'stats') return fulfill(route, statsResponse(route.request().url()))
      if (request.kind !== 'rest' || request.key === undefined) return refuse(route, service)
      await fulfill(route, await service.fetch(toRequest(route)), service.underWay)
    })
  }
}

/** Answers the app's endpoints at these URLs. */
export async function routeEndpoints(
  context: BrowserContext,
  patterns: readonly RegExp[],
  underWay: UnderWay,
  handle: (request: Request, backend: Backend) => Promise<Response | undefined>,
): Promise<void> {
  for (const pattern of patterns) {
    await context.route(pattern, async (route) => {
      const response = await handle(toRequest(route), () => fetchReal(route))
      return response === undefined ? route.fallback() : fulfill(route, response, underWay)
    })
  }
}

/** What the network answers, as the page would see it but for its redirects. */
async function fetchReal(route: Route): Promise<Response> {
  const real = await route.fetch({ timeout: 5_000, maxRedirects: 0 })
  const body = WITHOUT_BODY.has(real.status()) ? null : new Uint8Array(await real.body())
  const headers = new Headers()
  for (const { name, value } of real.headersArray()) {
    // The body is unpacked by now.
    if (!/^content-(encoding|length)$/i.test(name)) headers.append(name, value)
  }
  return new Response(body, { status: real.status(), headers })
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

async function refuse(route: Route, service: Service): Promise<void> {
  const request = route.request()
  const url = request.url()
  const refusal = unanswered(request.method(), url)
  const message = classifyRequest(url)?.kind === 'script' ? `${refusal} ${SCRIPT_ROUTE}` : refusal
  service.report({ code: 'unhandled_request', message })
  await route.abort('connectionrefused')
}

const SCRIPT_ROUTE =
  "Serve the library from node_modules: context.route('https://js.pusher.com/**', (route) => route.fulfill({ path: 'node_modules/pusher-js/dist/web/pusher.min.js' }))."

function toRequest(route: Route): Request {
  const request = route.request()
  const body = request.postDataBuffer()
  return new Request(request.url(), {
    method: request.method(),
    headers: request.headers(),
    ...(body !== null && { body: new Uint8Array(body) }),
  })
}

/** @param underWay where the answer counts as such until the page has it */
async function fulfill(route: Route, response: Response, underWay?: UnderWay): Promise<void> {
  const end = underWay?.begin('the answer to a request of a page')
  // The page may go away before it has it.
  void finished(route).then(end, end)
  await route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}

async function finished(route: Route): Promise<void> {
  await (await route.request().response())?.finished()
}
