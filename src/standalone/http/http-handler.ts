import type { PusherApp } from '../../app/pusher-app.ts'
import type { AuthEndpoints } from '../../auth/auth-endpoints.ts'
import { decodeComponent } from '../../protocol/connection-url.ts'
import { classifyRequest } from '../../protocol/pusher-request.ts'
import { unanswered } from '../../rest/unanswered.ts'
import type { ServedApps } from '../served-apps.ts'
import { withBodyLimit } from './limit-body.ts'

/** Answers what is its own, undefined for everything else. */
export type LocalHandler = (
  request: Request,
  client: { readonly address: string },
) => Promise<Response | undefined>

const APP = /\/apps\/([^/]+)\//

/** Answers the HTTP side of a server: REST by app, authorization endpoints, health, counts, and `locals`. */
export function createHttpHandler(
  apps: ServedApps,
  endpoints: AuthEndpoints | undefined,
  locals: readonly LocalHandler[],
  welcome: () => string,
): (request: Request, client: { readonly address: string }) => Promise<Response> {
  return async (request, client) => {
    for (const handle of locals) {
      const response = await handle(request, client)
      if (response !== undefined) return response
    }
    const { pathname } = new URL(request.url)
    const asked = classifyRequest(request.url)
    // A backend that pusher-js-fake/node leads here has asked the live service.
    if (asked?.live && asked.kind !== 'rest') return notServed(apps.given[0], request)
    if (pathname === '/' && (request.method === 'GET' || request.method === 'HEAD')) {
      return new Response(welcome(), { headers: { 'content-type': 'text/plain; charset=utf-8' } })
    }
    if (pathname === '/up')
      return new Response('OK\n', { headers: { 'content-type': 'text/plain' } })
    if (pathname === '/metrics.json') return Response.json({ apps: apps.all().map(counts) })
    const appId = APP.exec(pathname)?.[1]
    if (appId !== undefined) {
      // An app that is unknown gets its 404 from the first.
      const app = apps.withId(decodeComponent(appId) ?? '') ?? apps.given[0]
      return withBodyLimit(request, (limited) => app.fetch(limited))
    }
    const notFound = () => new Response(`Not found: ${pathname}\n`, { status: 404 })
    if (!endpoints?.matches(request.url)) return notFound()
    return withBodyLimit(
      request,
      async (limited) => (await endpoints.handle(limited)) ?? notFound(),
    )
  }
}

function notServed(app: PusherApp, { method, url }: Request): Response {
  if (classifyRequest(url)?.kind === 'stats') return new Response('{}')
  const message = unanswered(method, url)
  app.report({ code: 'unhandled_request', message })
  return new Response(`${message}\n`, { status: 404 })
}

function counts(app: PusherApp): Record<string, string | number> {
  const channels = app.channels()
  return {
    app_id: app.appId,
    connections: app.connections().length,
    channels: channels.length,
    subscriptions: channels.reduce((sum, { subscriptionCount }) => sum + subscriptionCount, 0),
    webhooks: app.webhooks().length,
    problems: app.problems().length,
  }
}
