import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectSecurely } from 'node:tls'
import { noFake, unreachable } from './fake-address.ts'
import { TEST_HEADER } from './test-header.ts'

const HOST = '127.0.0.1'
/** A test's fake may have a certificate of its own. */
const TLS = { rejectUnauthorized: false }
// A connection that is kept would outlive the test whose fake it leads to.
const agents = { http: new HttpAgent(), https: new HttpsAgent(TLS) }

/** Its own, and what concerns one connection alone. */
const NOT_FORWARDED = new Set([TEST_HEADER, 'connection', 'keep-alive', 'expect'])

/**
 * Where everything ends up that the process sends to Pusher: it forwards each request and socket to the
 * fake that is meant. It keeps no process alive.
 */
export class Gateway {
  readonly #listening: Promise<number>
  #port: number | undefined
  /** By port of the client's end of a connection. */
  readonly #targets = new Map<number, URL | undefined>()
  readonly #told = new Set<string>()

  constructor() {
    const server = createServer((request, response) => this.#request(request, response))
    server.on('connection', (socket) => {
      socket.unref()
      const { remotePort = 0 } = socket
      socket.on('close', () => this.#targets.delete(remotePort))
    })
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#listening = listen(server).then((port) => {
      this.#port = port
      return port
    })
  }

  /** @param connect is called with the address, at once where it is known */
  connect(
    connect: (address: { host: string; port: number }) => void,
    failed: (error: Error) => void,
  ): void {
    if (this.#port !== undefined) connect({ host: HOST, port: this.#port })
    else this.#listening.then((port) => connect({ host: HOST, port }), failed)
  }

  /** Says whose a connection is, by the port of the client's end. */
  expect(port: number, target: URL | undefined): void {
    this.#targets.set(port, target)
  }

  #targetOf(request: IncomingMessage): URL | undefined {
    const header = request.headers[TEST_HEADER]
    if (typeof header === 'string') return new URL(header)
    return this.#targets.get(request.socket.remotePort ?? 0)
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    const target = this.#targetOf(request)
    const fail = (sentence: string) => {
      this.#tell(sentence)
      if (response.headersSent) response.destroy()
      else {
        response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' })
        response.end(`${sentence}\n`)
      }
    }
    if (target === undefined) return fail(noFake(named(request)))
    const isSecure = target.protocol === 'https:'
    const forwarded = (isSecure ? httpsRequest : httpRequest)({
      ...address(target),
      agent: isSecure ? agents.https : agents.http,
      ...(isSecure && TLS),
      method: request.method,
      path: request.url,
      headers: forwardedHeaders(request),
    })
    forwarded.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, forwardedHeaders(answer))
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    forwarded.on('error', (error) => fail(unreachable(named(request), target, reason(error))))
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  }

  #upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const target = this.#targetOf(request)
    const fail = (sentence: string) => {
      this.#tell(sentence)
      client.end(`HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n${sentence}\n`)
    }
    client.on('error', () => client.destroy())
    if (target === undefined) return fail(noFake(named(request, 'wss')))
    const isSecure = target.protocol === 'https:'
    const socket: Socket = isSecure
      ? connectSecurely({ ...address(target), ...TLS })
      : connect(address(target))
    let connected = false
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      connected = true
      socket.write(handshake(request))
      socket.write(head)
      socket.pipe(client)
      client.pipe(socket)
    })
    socket.on('error', (error) => {
      if (connected) client.destroy()
      else fail(unreachable(named(request, 'wss'), target, reason(error)))
    })
    socket.on('close', () => client.destroy())
    client.on('close', () => socket.destroy())
  }

  /** Once for the same: a client that finds nobody tries again and again. */
  #tell(sentence: string): void {
    if (this.#told.has(sentence)) return
    this.#told.add(sentence)
    console.error(`[pusher-js-fake] ${sentence}`)
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    // A cluster's worker would otherwise ask its primary for the port.
    server.listen({ host: HOST, port: 0, exclusive: true }, () =>
      resolve((server.address() as AddressInfo).port),
    )
    server.unref()
  })
}

/** `METHOD URL` as the backend meant it, without what signs it. */
function named(request: IncomingMessage, scheme = 'https'): string {
  const [path] = (request.url ?? '/').split('?')
  const url = `${scheme}://${request.headers.host ?? 'pusher.com'}${path}`
  return scheme === 'https' ? `${request.method} ${url}` : `The socket to ${url}`
}

function address({ protocol, hostname, port }: URL): { host: string; port: number } {
  const usual = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) }
}

function forwardedHeaders({ rawHeaders }: IncomingMessage): string[] {
  return headerPairs(rawHeaders)
    .filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()))
    .flat()
}

function headerPairs(raw: readonly string[]): [name: string, value: string][] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as [string, string]] : [],
  )
}

function handshake({ method, url, rawHeaders }: IncomingMessage): string {
  const lines = headerPairs(rawHeaders)
    .filter(([name]) => name.toLowerCase() !== TEST_HEADER)
    .map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`
}

function reason(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message
}
