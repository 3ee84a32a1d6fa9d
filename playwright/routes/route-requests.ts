import type { BrowserContext, Request as PageRequest, Route } from '@playwright/test'
import type { Backend } from '../../src/auth/backend.ts'
import { classifyRequest, PUSHER_REQUESTS } from '../../src/protocol/pusher-request.ts'
import type { PusherScript } from '../../src/protocol/pusher-script.ts'
import { statsResponse } from '../../src/rest/stats-response.ts'
import { unanswered } from '../../src/rest/unanswered.ts'
import type { UnderWay } from '../../src/server/waits/under-way.ts'
import { quietly } from '../quietly.ts'
import type { Service } from '../switched-service.ts'
import { installedScript } from './installed-pusher.ts'

type Routing = BrowserContext['route']

/**
 * Answers the HTTP side of a context: REST calls, and nothing else of Pusher's.
 *
 * @param seen is told of each request that comes here
 */
export async function routeRequests(
  route: Routing,
  service: Service,
  seen: (request: PageRequest) => void,
): Promise<void> {
  const answer = async (asked: Route) => {
    const url = asked.request().url()
    const request = classifyRequest(url)
    if (request === undefined) return asked.fallback()
    seen(asked.request())
    if (request.kind === 'stats') return fulfill(asked, statsResponse(url))
    if (request.kind === 'script') return serveScript(asked, request, service)
    if (request.kind !== 'rest' || request.key === undefined) return refuse(asked, service)
    await fulfill(asked, await service.fetch(toRequest(asked)), service.underWay)
  }
  // An expression rather than a predicate: the browser's side filters by it, without a call for each request.
  await route(eitherOf(PUSHER_REQUESTS), answer)
}

/** Answers the app's endpoints at these URLs. */
export async function routeEndpoints(
  route: Routing,
  patterns: Iterable<RegExp>,
  underWay: UnderWay,
  handle: (request: Request, backend: Backend, asked: PageRequest) => Promise<Response | undefined>,
): Promise<void> {
  const answer = async (asked: Route) => {
    const response = await handle(toRequest(asked), () => fetchReal(asked), asked.request())
    await (response === undefined ? asked.fallback() : fulfill(asked, response, underWay))
  }
  const given = [...patterns]
  if (given.length > 0) await route(eitherOf(given), answer)
}

/** Each route is a call. Who answers looks at a URL once more, so that one of other letters may match. */
function eitherOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i')
}

/** What the network answers, as the page would see it but for its redirects. */
async function fetchReal(route: Route): Promise<Response> {
  const real = await quietly(route, () => route.fetch({ timeout: 5_000, maxRedirects: 0 }))
  const body = WITHOUT_BODY.has(real.status()) ? null : new Uint8Array(await real.body())
  const headers = new Headers()
  for (const { name, value } of real.headersArray()) {
    // The body is unpacked by now.
    if (!/^content-(encoding|length)$/i.test(name)) headers.append(name, value)
  }
  return new Response(body, { status: real.status(), headers })
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304])

async function refuse(route: Route, service: Service, why = ''): Promise<void> {
  const request = route.request()
  const message = `${unanswered(request.method(), request.url())}${why}`
  service.report({ code: 'unhandled_request', message })
  await quietly(route, () => route.abort('connectionrefused'))
}

/** A network of files that is not Pusher's own is asked where the project has no such version. */
async function serveScript(
  route: Route,
  { script, live }: { script: PusherScript; live: boolean },
  service: Service,
): Promise<void> {
  const answer = installedScript(script)
  if ('body' in answer) {
    const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }
    return fulfill(route, new Response(answer.body, { headers }))
  }
  const real = live ? undefined : await fetchReal(route).catch(() => undefined)
  await (real?.ok ? fulfill(route, real) : refuse(route, service, ` ${answer.missing}`))
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

/** @param underWay where the answer counts as such until the page has it */
async function fulfill(route: Route, response: Response, underWay?: UnderWay): Promise<void> {
  const end = underWay?.begin('the answer to a request of a page')
  // The page may go away before it has it.
  void finished(route).then(end, end)
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  }
  await quietly(route, () => route.fulfill(answer))
}

async function finished(route: Route): Promise<void> {
  await (await route.request().response())?.finished()
}
