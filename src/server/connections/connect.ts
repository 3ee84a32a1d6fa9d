import { namesEncrypted } from '../../protocol/channel-name.ts'
import { type ParsedClientFrame, parseClientFrame } from '../../protocol/client-frame.ts'
import {
  ABNORMAL_CLOSURE,
  CLOSE_CODES,
  GIVE_UP,
  type PusherCloseCode,
} from '../../protocol/close-codes.ts'
import type { ConnectionUrl } from '../../protocol/connection-url.ts'
import { connectionEstablished, errorFrame } from '../../protocol/server-frame.ts'
import { withSecretBox } from '../channels/with-secret-box.ts'
import type { Engine } from '../engine.ts'
import { awaitAuthorization } from './authorized-connections.ts'
import { Connection } from './connection.ts'
import { cutConnection, endConnection, forget } from './end-connection.ts'
import { handleFrame } from './handle-frame.ts'
import { watchSilence } from './heartbeat.ts'
import type { Link, LinkInput } from './link.ts'
import { Wire } from './wire.ts'

/** 1, 2 and 3 are no longer supported. Source: Pusher docs, pusher-websockets-protocol. */
const SUPPORTED_PROTOCOL = /^[4-7]$/

/** From this one on the handshake names the activity timeout. Source: as above, "Connection events". */
const TELLS_ACTIVITY_TIMEOUT = 7

/** From this one on a client answers pings. Source: as above, changelog. */
const ANSWERS_PINGS = 5

const IGNORES_INPUT: LinkInput = { receive() {}, closed() {} }

/**
 * Lets a client in, or refuses it as the service would; `link` hears the outcome before this returns.
 *
 * @param virtual marks a virtual peer
 * @param actor marks one that plays a member
 */
export function connect(
  engine: Engine,
  link: Link,
  url: ConnectionUrl,
  { virtual = false, actor = false }: { virtual?: boolean; actor?: boolean } = {},
): LinkInput {
  const { network } = engine
  const { refusal } = network
  if (network.offline || refusal?.code === ABNORMAL_CLOSURE) {
    link.drop()
    return IGNORES_INPUT
  }
  if (network.stalls) return { receive() {}, closed: network.stall(link) }
  const socketId = engine.newSocketId()
  const cut = (code: number, reason: string) => cutConnection(engine, connection, code, reason)
  const wire = new Wire(link, { socketId, virtual, cut }, network, engine.options.clock)
  const connection: Connection = new Connection(socketId, url, wire, engine)
  wire.open()
  if (refusal !== undefined) {
    connection.refuse(refusal.code, refusal.message)
    return IGNORES_INPUT
  }
  const rejection = rejectionOf(engine, url)
  if (rejection !== undefined) {
    const { code, reason } = rejection
    engine.report({
      code: code === GIVE_UP ? 'unknown_app_key' : 'connection_refused',
      message: `Refused ${url.url} with ${code}: ${reason}${adviceOn(code, engine, url)}`,
      socketId: connection.socketId,
    })
    connection.refuse(code, reason)
    return IGNORES_INPUT
  }
  engine.connections.set(connection.socketId, connection)
  engine.socketIds.add(connection.socketId)
  if (virtual) engine.peers.add(connection.socketId)
  else engine.hadApp = true
  if (actor) engine.actors.add(connection.socketId)
  const protocol = Number(url.protocol)
  const timeout =
    protocol < TELLS_ACTIVITY_TIMEOUT ? undefined : engine.options.activityTimeoutSeconds
  connection.send(connectionEstablished(connection.socketId, timeout))
  if (protocol >= ANSWERS_PINGS) {
    const stop = watchSilence(engine, connection, (code, reason) =>
      endConnection(engine, connection, code, reason),
    )
    connection.onEnd(stop)
  }
  awaitAuthorization(engine, connection)
  if (connection.open) engine.events.emit('connection', { socketId: connection.socketId })
  return {
    receive: (raw) =>
      connection.receive(
        (number) => receive(engine, connection, raw, number),
        () => parseClientFrame(raw).envelope,
      ),
    heard: (arrived) =>
      connection.receive(() => {
        connection.lastHeard = engine.now()
        arrived?.()
      }),
    closed(code, reason) {
      connection.ended()
      forget(engine, connection, code, reason)
    },
  }
}

function receive(
  engine: Engine,
  connection: Connection,
  raw: unknown,
  number: number | undefined,
): void {
  const parsed = parseClientFrame(raw)
  if (connection.waiting === 0 && !isForEncrypted(engine, parsed)) {
    handle(engine, connection, raw, parsed, number)
    return
  }
  connection.waiting += 1
  withSecretBox(engine, () => {
    connection.waiting -= 1
    handle(engine, connection, raw, parsed, number)
  })
}

/** Whether a frame asks for a channel whose events the fake encrypts: its subscribers get them at once. */
function isForEncrypted({ encryptionMasterKey }: Engine, parsed: ParsedClientFrame): boolean {
  return (
    encryptionMasterKey !== undefined &&
    parsed.ok &&
    parsed.frame.event === 'pusher:subscribe' &&
    namesEncrypted(parsed.frame.data.channel)
  )
}

function handle(
  engine: Engine,
  connection: Connection,
  raw: unknown,
  parsed: ParsedClientFrame,
  number: number | undefined,
): void {
  if (!connection.open) return
  const { socketId } = connection
  connection.lastHeard = engine.now()
  const { event = '', channel } = parsed.envelope
  const text = typeof raw === 'string' ? raw : '[binary]'
  const frame = { time: connection.lastHeard, event, channel, text }
  const entry = engine.log.append('in', socketId, frame, number)
  engine.answer(entry, () => {
    if (parsed.ok) {
      handleFrame(engine, connection, parsed.frame, entry)
      return
    }
    entry.problem = parsed.message
    connection.send(errorFrame(null, parsed.message))
    engine.report({
      code: 'invalid_frame',
      message: `${parsed.message}, got: ${text.slice(0, 200)}. A frame is text: a JSON object with a string event`,
      socketId,
    })
  })
}

/** Source: Pusher docs, pusher-websockets-protocol, "Error codes"; 4001's text as the service sends it. */
function rejectionOf(
  engine: Engine,
  url: ConnectionUrl,
): { code: PusherCloseCode; reason: string } | undefined {
  const { options, connections } = engine
  const refuse = (code: PusherCloseCode, reason: string = CLOSE_CODES[code]) => ({ code, reason })
  if (url.key === undefined) return refuse(4005)
  if (!engine.owns(url)) {
    return refuse(
      GIVE_UP,
      `App key ${url.key.slice(0, 40)} not in this cluster. Did you forget to specify the cluster?`,
    )
  }
  if (!options.enabled) return refuse(4003)
  if (options.tlsOnly && !url.secure) return refuse(4000)
  if (url.protocol === undefined) return refuse(4008)
  if (!SUPPORTED_PROTOCOL.test(url.protocol)) return refuse(4007)
  if (url.version !== undefined && !/^\d+\.\d+/.test(url.version)) return refuse(4006)
  if (connections.size >= options.limits.connections) return refuse(4004)
  return undefined
}

/** What to write instead, where the service's own words do not say it. */
function adviceOn(code: PusherCloseCode, { options }: Engine, { key, url }: ConnectionUrl): string {
  // A variable that is missing in tests becomes an empty key, or one of these.
  if (/\/app\/?(undefined|null)?(\?|$)/.test(url)) {
    return ' (the client was made without a key). Set the variable that holds it where the tests run'
  }
  if (code !== GIVE_UP) return ''
  return ` (this fake's key is "${options.key}"). Give the fake the app's key: { key: '${key}' }`
}
