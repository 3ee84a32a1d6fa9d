import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import { isPusherHost } from '../protocol/connection-url.ts'

/** Options of a connection, as `net.connect` and `tls.connect` take them. */
interface DialOptions {
  readonly host?: string | undefined
  readonly servername?: string | undefined
  readonly path?: string | null
  readonly timeout?: number
  readonly socket?: { destroy(): unknown }
  readonly ALPNProtocols?: unknown
}
type Callback = () => void
type Connect = (this: net.Socket, ...args: unknown[]) => unknown

/** Where connections to Pusher lead instead. */
export interface Detour {
  /** @param dial connects, now or later */
  connect(
    dial: (address: { host: string; port: number }) => void,
    failed: (error: Error) => void,
  ): void
  /** @param socket has just been made; the detour may listen to it */
  begun(socket: net.Socket): void
}

/**
 * Leads every TCP connection of this process to a host of Pusher's elsewhere, whoever makes it: all of
 * Node's clients, HTTP, fetch and pusher-js's own sockets, come by here. Nothing else is touched.
 *
 * Over TLS the connection becomes a plain one that looks like an encrypted one, since it stays in the house.
 */
export function redirectSockets(detour: Detour): void {
  const prototype = net.Socket.prototype as unknown as { connect: Connect }
  const { connect } = prototype

  const lead = (socket: net.Socket, options: DialOptions) => {
    detour.begun(socket)
    // What is written meanwhile waits for the connection.
    Reflect.set(socket, 'connecting', true)
    detour.connect(
      (address) => {
        if (!socket.destroyed) connect.call(socket, { ...options, ...DIRECT, ...address })
      },
      (error) => socket.destroy(error),
    )
  }

  prototype.connect = function redirected(this: net.Socket, ...args) {
    const [options, callback] = dialled(args)
    if (options.path || !isPusher(options.host)) return connect.apply(this, args)
    if (callback !== undefined) this.once('connect', callback)
    lead(this, options)
    return this
  }

  const { connect: connectSecurely } = tls as unknown as { connect: Connect }
  const redirected: Connect = function redirected(...args) {
    const [options, callback] = dialled(args)
    if (!isPusher(options.host) && !isPusher(options.servername)) {
      return connectSecurely.apply(this, args)
    }
    // One that leads through a proxy: what it would have carried stays here.
    options.socket?.destroy()
    const socket = new net.Socket(options as net.SocketConstructorOpts)
    Object.assign(socket, secureLooks(options))
    if (callback !== undefined) socket.once('secureConnect', callback)
    if (options.timeout) socket.setTimeout(options.timeout)
    socket.once('connect', () => socket.emit('secureConnect'))
    lead(socket, { ...options, path: null })
    return socket
  }
  Reflect.set(tls, 'connect', redirected)
  // For who imports it by name.
  syncBuiltinESMExports()
}

/** The detour needs no look-up and no address of its own. */
const DIRECT = {
  path: undefined,
  lookup: undefined,
  family: 4,
  hints: undefined,
  localAddress: undefined,
  localPort: undefined,
  socket: undefined,
}

function isPusher(host: unknown): boolean {
  return typeof host === 'string' && isPusherHost(host.replace(/\.$/, ''))
}

/** Takes apart (options, callback), (port, host, options, callback), and the list that Node has made of them. */
function dialled(args: readonly unknown[]): [options: DialOptions, callback?: Callback] {
  const [first, second, third] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  const callback = (Array.isArray(args[0]) ? args[0] : args).findLast(
    (each) => typeof each === 'function',
  ) as Callback | undefined
  const isHost = typeof second === 'string'
  const more = isHost ? third : second
  const options =
    typeof first === 'object' && first !== null
      ? first
      : { ...(isHost && { host: second }), ...(typeof more === 'object' && more) }
  return [options, ...(callback === undefined ? [] : [callback])] as [DialOptions, Callback?]
}

/** What clients read of an encrypted socket. */
function secureLooks({ servername, ALPNProtocols }: DialOptions): object {
  const speaksHttp1 = Array.isArray(ALPNProtocols) && ALPNProtocols.includes('http/1.1')
  return {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    servername,
    alpnProtocol: speaksHttp1 && 'http/1.1',
    getCipher: () => ({ name: 'none', standardName: 'none', version: 'none' }),
    getPeerCertificate: () => ({}),
    getProtocol: () => null,
    getSession: () => undefined,
    isSessionReused: () => false,
  }
}
