import type { APIRequestContext, Route } from '@playwright/test'
import { TEST_HEADER } from '../src/node/test-header.ts'

/** The URL of the test's fake; undefined while no test listens. */
type Address = () => string | undefined

/**
 * Says with each request that a route lets go on whose test it is: a backend that serves parallel tests looks for
 * their fakes there. A route may add a header where Playwright's extra headers may not, as those make a request
 * to another origin ask for leave first (CORS).
 */
export function markRoute(route: Route, address: Address): void {
  const { continue: goOn, fallback, fetch } = route
  const marked = <Options extends { headers?: Record<string, string> }>(options?: Options) => {
    const url = address()
    if (url === undefined) return options
    const headers = options?.headers ?? route.request().headers()
    return { ...options, headers: { ...headers, [TEST_HEADER]: url } } as unknown as Options
  }
  route.continue = (options) => goOn.call(route, marked(options))
  route.fallback = (options) => fallback.call(route, marked(options))
  route.fetch = ((options) => fetch.call(route, marked(options))) as typeof fetch
}

/** The same for requests that no page makes. @returns undoes it */
export function markRequests(request: APIRequestContext, address: Address): () => void {
  const { fetch } = request
  // What `get`, `post` and the others call as well.
  const marked = (...[target, options = {}]: Parameters<typeof fetch>) => {
    const url = address()
    if (url === undefined) return fetch.call(request, target, options)
    const own = options.headers ?? (typeof target === 'string' ? {} : target.headers())
    return fetch.call(request, target, { ...options, headers: { [TEST_HEADER]: url, ...own } })
  }
  request.fetch = marked as typeof fetch
  return () => {
    request.fetch = fetch
  }
}
