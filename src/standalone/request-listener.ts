import type { RequestListener, ServerResponse } from 'node:http'
import { createRequestListener, type FetchHandler } from '@remix-run/node-fetch-server'

/** Methods that the fetch standard has no request for. */
const FORBIDDEN_METHODS = new Set(['TRACE', 'TRACK', 'CONNECT'])

/**
 * Hands requests on as those of the fetch standard. What makes none is refused here, so that it costs
 * neither a 500 nor a stack.
 */
export function createListener(handler: FetchHandler): RequestListener {
  const listener = createRequestListener(handler)
  return (request, response) => {
    const { method = '', url = '', headers } = request
    if (FORBIDDEN_METHODS.has(method)) return refuse(response, 405, `${method} is not allowed`)
    if (!url.startsWith('/')) return refuse(response, 400, 'The target must be a path')
    const host = headers.host ?? 'localhost'
    if (!isHost(host) || !URL.canParse(`http://${host}${url}`)) {
      return refuse(response, 400, 'The Host or the path is malformed')
    }
    void listener(request, response)
  }
}

/** Whether a Host header holds a name and perhaps a port, and nothing that would become another part of a URL. */
function isHost(host: string): boolean {
  if (/[\s/?#@\\]/.test(host)) return false
  return URL.canParse(`http://${host}/`)
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const allow = status === 405 ? { allow: 'GET, HEAD, POST, DELETE, OPTIONS' } : {}
  // What its body may hold is not read.
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close', ...allow })
  response.end(`${message}\n`)
}
