import type { Backend } from '../../auth/backend.ts'
import type { XhrResponder } from './answered-xhr.ts'
import { requestOf } from './foreign-body.ts'

/** What a relative endpoint is relative to where there is no page. */
const NO_PAGE = 'http://localhost'

/** Whether a URL can be one of a request, as it stands or in a page. */
export function isRequestUrl(url: string): boolean {
  return URL.canParse(url, NO_PAGE)
}

/** A URL that is one where there is no page, too. */
export function requestUrl(url: string): string {
  return new URL(url, NO_PAGE).href
}

/**
 * Answers an XMLHttpRequest by what answers a `Request`.
 *
 * @param ask nobody answers where it rejects, or gives undefined
 */
export function responderBy(
  ask: (request: Request, backend: Backend | undefined) => Promise<Response | undefined>,
): XhrResponder {
  return {
    send: async ({ method, url, headers, body, backend }, reply) => {
      const response = await requestOf(requestUrl(url), {
        method,
        headers,
        ...bodyOf(method, body),
      })
        .then((request) => ask(request, backend))
        .catch(() => undefined)
      const text = await response?.text()
      if (text) reply.write(text)
      reply.end(response?.status ?? 0, response?.headers)
    },
    abort() {},
  }
}

function bodyOf(method: string, body: unknown): { body?: BodyInit } {
  if (method === 'GET' || method === 'HEAD' || body === undefined || body === null) return {}
  return { body: typeof body === 'object' ? (body as BodyInit) : String(body) }
}
