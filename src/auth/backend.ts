import { realClearTimeout, realSetTimeout } from '../platform/real-timers.ts'

/** Sends a request where it would go without the fake; rejects, or gives undefined, where there is nobody. */
export type Backend = (request: Request) => Promise<Response | undefined>

/** What servers answer for a route that they do not have, and proxies for a server that is not there. */
const NO_ROUTE: ReadonlySet<number> = new Set([404, 405, 501, 502, 503, 504])

const HTML = /^text\/html\b/i

/** How long a backend may take, in milliseconds, until it counts as none. */
const TIMEOUT = 5_000

/**
 * What an app's own backend answers.
 *
 * @returns undefined where it has no such route: it is not there, says so, or sends a page, as servers of
 *   single-page apps do for every path
 */
export async function askBackend(
  backend: Backend,
  request: Request,
): Promise<Response | undefined> {
  const answer = await inTime(backend(request)).catch(() => undefined)
  if (answer === undefined || answer.type === 'error') return undefined
  const { status, headers, redirected } = answer
  const nobody = hasNoRoute(status, redirected ? undefined : headers.get('content-type'))
  return nobody ? undefined : answer
}

/** Whether what a server answers means that it has no such route. */
export function hasNoRoute(status: number, contentType: string | null | undefined): boolean {
  const isOk = status >= 200 && status < 300
  return NO_ROUTE.has(status) || (isOk && HTML.test(contentType ?? ''))
}

function inTime<Value>(answer: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const timer = realSetTimeout(resolve, TIMEOUT, undefined)
    answer.then(resolve, reject).finally(() => realClearTimeout(timer))
  })
}
