import type { RequestListener, ServerResponse } from 'node:http'
import { createRequestListener, type FetchHandler } from '@remix-run/node-fetch-server'

/** A request that was not granted, and why. */
export interface Refusal {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly reason: string
}

/** Methods that the fetch standard has no request for. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT'])

/**
 * Hands requests on as those of the fetch standard. What makes none is refused here, so that it costs
 * neither a 500 nor a stack.
 */
export function createListener(
  handler: FetchHandler,
  onRefused?: (refusal: Refusal) => void,
): RequestListener {
  const handle: FetchHandler =
    onRefused === undefined
      ? handler
      : async (request, client) => {
          const response = await handler(request, client)
          if (response.status < 400) return response
          const { pathname: path } = new URL(request.url)
          const reason = (await response.clone().text()).trim()
          onRefused({ method: request.method, path, status: response.status, reason })
          return response
        }
  const listener = createRequestListener(handle)
  return (request, response) => {
    const { method = '', url = '', headers } = request
    const refuse = (status: number, reason: string) => {
      answer(response, status, reason)
      onRefused?.({ method, path: url, status, reason })
    }
    const host = headers.host ?? 'localhost'
    if (FORBIDDEN_METHODS.has(method)) refuse(405, `${method} is not allowed`)
    else if (!url.startsWith('/')) refuse(400, 'The target must be a path')
    else if (!isHost(host)) refuse(400, 'The Host is malformed')
    else if (!URL.canParse(`http://${host}${url}`)) refuse(400, 'The path is malformed')
    else void listener(request, response)
  }
}

/** Whether a Host header holds a name and perhaps a port, and nothing that would become another part of a URL. */
function isHost(host: string): boolean {
  return !/[\s/?#@\\]/.test(host) && URL.canParse(`http://${host}/`)
}

function answer(response: ServerResponse, status: number, message: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD, POST, DELETE, OPTIONS' } : {}
  // What its body may hold is not read.
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close', ...allow })
  response.end(`${message}\n`)
}
