import {
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { createRequestListener, type FetchHandler } from '@remix-run/node-fetch-server'

/** A request that was not granted, and why. */
export interface Refusal {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly reason: string
}

// What the body of a refused request may hold is not read.
const HEAD = { 'content-type': 'text/plain', connection: 'close' } as const
const ALLOW = { allow: 'GET, HEAD, POST, DELETE, OPTIONS' } as const

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
          const { pathname: path } = new URL(request.url)
          const refused = (status: number, reason: string) =>
            onRefused({ method: request.method, path, status, reason })
          try {
            const response = await handler(request, client)
            const { status } = response
            if (status >= 400) refused(status, (await response.clone().text()).trim())
            return response
          } catch (error) {
            if (request.signal.aborted) refused(400, 'The request was cut off before its end')
            throw error
          }
        }
  const listener = createRequestListener(handle)
  return (request, response) => {
    const refusal = refusalOf(request)
    if (refusal === undefined) return void listener(request, response)
    answer(response, refusal.status, refusal.reason)
    onRefused?.(refusal)
  }
}

/** Why a request cannot be one of the fetch standard, an upgrade and a CONNECT among them; undefined when it can. */
export function refusalOf(request: IncomingMessage): Refusal | undefined {
  const { method = '', url = '', headers, rawHeaders } = request
  const refuse = (status: number, reason: string) => ({ method, path: url, status, reason })
  const host = headers.host ?? 'localhost'
  if (FORBIDDEN_METHODS.has(method)) return refuse(405, `${method} is not allowed`)
  if (!url.startsWith('/')) return refuse(400, 'The target must be a path')
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && /^host$/i.test(name))
  if (hosts.length > 1) return refuse(400, 'There is more than one Host')
  // What would become another part of a URL.
  if (/^$|[\s/?#@\\]/.test(host)) return refuse(400, 'The Host is malformed')
  if (URL.canParse(`http://${host}${url}`)) return undefined
  return refuse(400, `The ${URL.canParse(`http://${host}/`) ? 'path' : 'Host'} is malformed`)
}

/** Answers on a socket that Node has no response for. */
export function refuseSocket(socket: Duplex, { status, reason }: Refusal): void {
  const allow = status === 405 ? ALLOW : {}
  const head = Object.entries({ ...HEAD, ...allow }).map(([name, value]) => `${name}: ${value}\r\n`)
  // One that is gone already has nothing to say.
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${reason}\n`)
}

function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { ...HEAD, ...(status === 405 && ALLOW) })
  response.end(`${message}\n`)
}
