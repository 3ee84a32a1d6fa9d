import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ServerOptions, WebSocketServer } from 'ws'
import { assertFake } from '../app/assert-fake.ts'
import type { PusherApp } from '../app/pusher-app.ts'
import { parseConnectionUrl } from '../protocol/connection-url.ts'
import { asyncDisposeSymbol } from '../server/dispose-symbol.ts'
import { AllowedHosts } from './control/allowed-hosts.ts'
import { createControlHandler } from './control/control-handler.ts'
import { FallbackRequests } from './http/fallback-requests.ts'
import { createHttpHandler } from './http/http-handler.ts'
import { createListener, type Refusal, refusalOf, refuseSocket } from './http/request-listener.ts'
import { createInspectorHandler } from './inspector/inspector-handler.ts'
import { ServedApps } from './served-apps.ts'
import { reachable, type ServerAddress } from './server-address.ts'
import { checkServerOptions, type PusherServerOptions } from './server-options.ts'
import { ClientSocket } from './sockets/client-socket.ts'
import { endable } from './sockets/endable.ts'
import { Outgoing } from './sockets/outgoing.ts'
import { type LinkHost, SocketLink } from './sockets/socket-link.ts'
import { welcome } from './welcome.ts'

const MAX_FRAME_BYTES = 1_048_576
/** Milliseconds for a client to end TCP after its close frame. */
const CLIENT_GRACE_MS = 2_000
/** Milliseconds for clients to take leave, and for requests to be answered, when the server closes. */
const CLOSE_GRACE_MS = 1_000

/** Who watches a server. */
export interface ServerObserver {
  /** Hears of each request that is answered with 4xx or 5xx. */
  readonly onRefused?: (refusal: Refusal) => void
  /** Hears of each request and each socket, before it is answered. */
  readonly onAsked?: () => void
}

/** A fake on real sockets. */
export interface PusherServer extends AsyncDisposable {
  /** Address of the sockets, as it was asked for. */
  readonly host: string
  /** Port of the sockets. */
  readonly port: number
  /** Port of HTTP; the same unless it has one of its own. */
  readonly webPort: number
  /** Where clients connect, without a path: `ws://127.0.0.1:6001`. */
  readonly socketUrl: string
  /** Where backends connect, without a path: `http://127.0.0.1:6001`. */
  readonly webUrl: string
  /** Closes every connection and frees the ports; the fakes live on. */
  close(): Promise<void>
}

/**
 * Serves one fake, or several apps, on real sockets: for backends in other processes, for web workers and
 * for clients that are no page.
 *
 * @throws PusherFakeError `invalid_option`; and the error of Node when it cannot listen, such as EADDRINUSE
 *
 * @example
 * await using server = await startPusherServer(fake, { port: 6001 })
 * new Pusher('app-key', { cluster: 'mt1', wsHost: server.host, wsPort: server.port, forceTLS: false })
 */
export async function startPusherServer(
  fake: PusherApp | readonly PusherApp[],
  options: PusherServerOptions = {},
): Promise<PusherServer> {
  const fakes = [fake].flat()
  for (const each of fakes) assertFake(each, 'startPusherServer(fake, options)')
  return serveApps(new ServedApps(fakes), options)
}

/** As {@link startPusherServer}, for apps that may become more. @throws as that does */
export async function serveApps(
  apps: ServedApps,
  options: PusherServerOptions,
  { onRefused, onAsked = () => {} }: ServerObserver = {},
): Promise<PusherServer> {
  checkServerOptions(options)
  const { host = '127.0.0.1', port = 0, tls, maxBufferedBytes = MAX_FRAME_BYTES } = options
  const { webHost = host, webPort } = options
  const endpoints = options.auth ? apps.given[0].authEndpoints(options.auth) : undefined
  const closing = new AbortController()
  const local = { hosts: [host, webHost], closing: closing.signal }
  const { control, inspector } = options
  const address = (): ServerAddress => ({
    tls: tls !== undefined,
    host: reachable(host),
    port: portOf(main.server),
    webHost: reachable(webHost),
    webPort: portOf(web.server),
  })
  const locals = [
    ...(control
      ? [
          createControlHandler(apps, {
            token: control.token,
            ...(control.hosts?.length && { allowed: new AllowedHosts(control.hosts) }),
            address,
            ...local,
          }),
        ]
      : []),
    ...(inspector ? [createInspectorHandler(apps, { ...inspector, ...local })] : []),
  ]
  const handle = createHttpHandler(apps, endpoints, locals, () => welcome(apps, address(), options))
  const fallback = new FallbackRequests(apps, maxBufferedBytes)
  const answer = createListener(handle, onRefused)
  const listener: RequestListener = (request, response) => {
    if (!fallback.serve(request, response)) answer(request, response)
  }
  const create = () =>
    endable(tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener))

  // The package's types lag behind: closeTimeout is missing from them.
  const socketOptions: ServerOptions<typeof ClientSocket> & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    WebSocket: ClientSocket,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    closeTimeout: CLIENT_GRACE_MS,
  }
  const sockets = new WebSocketServer(socketOptions)
  const outgoing = new Outgoing(maxBufferedBytes)
  const linkHost: LinkHost = { server: sockets, outgoing, maxBufferedBytes }
  const main = create()
  const web = webPort === undefined ? main : create()
  const links = new Set<SocketLink>()
  const refuse = (request: IncomingMessage, socket: Duplex): boolean => {
    const refusal = refusalOf(request)
    if (refusal === undefined) return false
    refuseSocket(socket, refusal)
    onRefused?.(refusal)
    return true
  }
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (refuse(request, socket)) return
    // The package says what is wrong with it; the service is not to hear of a client that never was.
    if (!isHandshake(request)) return sockets.handleUpgrade(request, socket, head, () => {})
    const link = new SocketLink(linkHost, { request, socket, head })
    links.add(link)
    void link.ended.then(() => links.delete(link))
    accept(apps, link, request)
  }
  const unwatch: (() => void)[] = []
  apps.each(({ underWay }) => {
    unwatch.push(
      underWay.watch(() => turnOf(links)),
      underWay.watch(() => fallback.turn()),
    )
  })
  const servers = [...new Set([main, web])]
  for (const { server } of servers) {
    server
      .on('connect', refuse)
      .on('upgrade', upgrade)
      .on('upgrade', onAsked)
      .on('request', onAsked)
  }
  await listen(main.server, host, port)
  try {
    if (web !== main) await listen(web.server, webHost, webPort ?? 0)
  } catch (error) {
    main.server.close()
    throw error
  }

  const close = async () => {
    closing.abort()
    for (const end of unwatch) end()
    for (const link of links) link.end()
    fallback.end()
    const left = Promise.all([...links].map((link) => link.ended))
    await Promise.all([apps.close(), ...servers.map((each) => each.end(left, CLOSE_GRACE_MS))])
  }
  const secure = tls === undefined ? '' : 's'
  return {
    host,
    port: portOf(main.server),
    webPort: portOf(web.server),
    socketUrl: `ws${secure}://${reachable(host)}:${portOf(main.server)}`,
    webUrl: `http${secure}://${reachable(webHost)}:${portOf(web.server)}`,
    close,
    [asyncDisposeSymbol]: close,
  }
}

async function turnOf(links: Iterable<SocketLink>): Promise<boolean> {
  return (await Promise.all([...links].map((link) => link.turn()))).every(Boolean)
}

function accept(apps: ServedApps, link: SocketLink, request: IncomingMessage): void {
  const scheme = 'encrypted' in request.socket ? 'wss' : 'ws'
  const dialled = `${scheme}://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`
  const url = parseConnectionUrl(dialled, { anyHost: true })
  if (url === undefined) return link.drop()
  link.input = apps.dialled(url).accept(link, url)
}

/** Whether `ws` takes it for an opening handshake (RFC 6455, 4.2.1). */
function isHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    /^[+/\dA-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '') &&
    ['8', '13'].includes(headers['sec-websocket-version'] ?? '')
  )
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
