import { AsyncLocalStorage } from 'node:async_hooks'
import type { BrowserContext, Page, Request, Route, WebSocketRoute } from '@playwright/test'
import { hasNoRoute } from '../../src/auth/backend.ts'
import { PusherFakeError } from '../../src/errors/pusher-fake-error.ts'
import { parseConnectionUrl } from '../../src/protocol/connection-url.ts'
import type { ProblemReport } from '../../src/server/diagnosis/problem.ts'

/**
 * `pusher` for what may not reach the live service, `shared` for what somebody else may answer as well: the
 * app's backend its endpoints, a network of files pusher-js. `worker` for what has a script of ours in front,
 * `call` for what that script asks.
 */
export type Owned = 'pusher' | 'shared' | 'worker' | 'call'

type FulfillOptions = Parameters<Route['fulfill']>[0]

/** What of a context's traffic is the fake's to answer. */
export interface RouteClaim {
  owns(url: string): Owned | undefined
  /** What to fulfil the main script of a worker with. */
  fulfilled(url: string, options: FulfillOptions): Promise<FulfillOptions>
  /** A route that knows the fake decides on this request, so that it cannot slip by. */
  seen(request: Request): void
  report(problem: ProblemReport): void
  /** Says whose test the request is, if it goes on. */
  mark(route: Route): void
}

type RouteTarget = Pick<
  BrowserContext & Page,
  'route' | 'unroute' | 'routeFromHAR' | 'routeWebSocket'
>
type Handler = (route: Route, request: Request) => unknown
type SocketHandler = (socket: WebSocketRoute) => unknown
type SocketPattern = Parameters<RouteTarget['routeWebSocket']>[0]

/** Set while `routeFromHAR` makes its route. */
const ofHar = new AsyncLocalStorage<true>()

/**
 * Lets the routes of a test come before the fake's without their losing what is the fake's: `continue` of
 * such a request goes on to the fake, and so does what a HAR file lacks. Who fulfils or aborts it wins.
 */
export function tameRoutes(target: RouteTarget, claim: RouteClaim): void {
  const { route, unroute, routeFromHAR, routeWebSocket } = target
  const tamed = new WeakMap<Handler, Handler>()
  const tame = (handler: Handler): Handler => {
    const har = ofHar.getStore() === true
    return (asked, request) => {
      const owned = claim.owns(request.url())
      claim.mark(asked)
      if (owned === undefined) return handler(asked, request)
      claim.seen(request)
      // What was once recorded is signed for a socket that is no more.
      if (owned === 'call' || (har && owned === 'shared')) return asked.fallback()
      leadToFake(asked, owned, claim, har)
      return handler(asked, request)
    }
  }
  target.route = (url, handler, options) => {
    const known = tamed.get(handler) ?? tame(handler)
    tamed.set(handler, known)
    return route.call(target, url, known, options)
  }
  target.unroute = (url, handler) =>
    unroute.call(target, url, handler && (tamed.get(handler) ?? handler))
  target.routeFromHAR = (har, options) =>
    ofHar.run(true, () => routeFromHAR.call(target, har, options))
  target.routeWebSocket = (url, handler) =>
    routeWebSocket.call(target, url, tellWhoWins(handler, claim, isForAll(url)))
}

/** Until the request goes on to the next handler, which may be the fake's. */
function leadToFake(route: Route, owned: Owned, claim: RouteClaim, har: boolean): void {
  const { fallback, fetch, fulfill } = route
  const goOn: Route['fallback'] = (options) => {
    for (const name of OVERRIDDEN) Reflect.deleteProperty(route, name)
    return fallback.call(route, options)
  }
  route.fallback = goOn
  route.continue = goOn
  if (har) route.abort = () => goOn()
  if (owned === 'worker') {
    const url = route.request().url()
    route.fulfill = async (options) => fulfill.call(route, await claim.fulfilled(url, options))
    return
  }
  const checked = async (options?: Parameters<Route['fetch']>[0]) => {
    if (owned === 'pusher') throw fetched(route, claim, 'which may not reach the live service')
    const answer = await fetch.call(route, options)
    if (hasNoRoute(answer.status(), answer.headers()['content-type'])) {
      fetched(route, claim, `where nobody answers it (${answer.status()})`)
    }
    return answer
  }
  route.fetch = checked as Route['fetch']
}

const OVERRIDDEN = ['fallback', 'continue', 'abort', 'fetch', 'fulfill'] as const

/** Reports a request that a route of the test fetches. */
function fetched(route: Route, { report }: RouteClaim, where: string): PusherFakeError {
  const request = route.request()
  const message = `A route of the test fetches ${request.method()} ${request.url()} from the network, ${where}, before the fake can answer. Call route.fallback() for it.`
  report({ code: 'unhandled_request', message })
  return new PusherFakeError('unhandled_request', message)
}

const OTHER_SOCKET = 'wss://other.invalid/'

/** Whether a pattern takes sockets without regard to whose they are. */
function isForAll(url: SocketPattern): boolean {
  if (typeof url === 'string') return !/\w/.test(url.replace(/^wss?:/, ''))
  if (typeof url === 'function') return url(new URL(OTHER_SOCKET))
  // A search, unlike a test, leaves `lastIndex` alone.
  return url instanceof RegExp ? OTHER_SOCKET.search(url) !== -1 : url.test(OTHER_SOCKET)
}

/**
 * A socket that a handler leads on to its server is the fake's all the same. So is one that a handler for all
 * sockets does not touch: it looks for its own by the URL, as @msw/playwright does.
 */
function tellWhoWins(handler: SocketHandler, claim: RouteClaim, forAll: boolean): SocketHandler {
  return async (socket) => {
    const url = socket.url()
    if (parseConnectionUrl(url) === undefined) return handler(socket)
    const used = watchUse(socket)
    await handler(socket)
    if (forAll && used.size === 0) socket.connectToServer()
    if (used.has('connectToServer')) return
    const message = `A routeWebSocket of the test has taken ${url}, so that the fake sees nothing of it. Call connectToServer() in its handler, or give it a URL that is not Pusher's, to have the fake's answers.`
    claim.report({ code: 'routed_elsewhere', message })
  }
}

const USES = ['connectToServer', 'onMessage', 'onClose', 'send', 'close'] as const

/** Which of a socket's methods have been called; it fills as they are. */
function watchUse(socket: WebSocketRoute): ReadonlySet<string> {
  const used = new Set<string>()
  for (const name of USES) {
    const method = socket[name]
    Object.assign(socket, {
      [name]: (...args: readonly unknown[]) => {
        used.add(name)
        return Reflect.apply(method, socket, args)
      },
    })
  }
  return used
}
