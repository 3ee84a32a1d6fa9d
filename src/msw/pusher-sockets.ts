import { type WebSocketHandler, type WebSocketLink, ws } from 'msw'
import type { PusherApp } from '../app/pusher-app.ts'
import { parseConnectionUrl } from '../protocol/connection-url.ts'
import { toPusher } from './to-pusher.ts'

/** By key: a link listens for good, so a suite with a fake for each test shall not make one for each. */
const links = new Map<string, WebSocketLink>()

/**
 * The MSW handler of the sockets themselves: those to the live service's hosts, and on any other host those
 * that name the fake's key. With it MSW needs no `installPusherFake` beside it; where there is one,
 * whichever was installed last serves the sockets, of the same fake, and neither complains.
 *
 * @example
 * const worker = setupWorker(...pusherHandlers(fake), pusherSockets(fake))
 */
export function pusherSockets(fake: PusherApp): WebSocketHandler {
  const link = links.get(fake.key) ?? ws.link(socketUrl(fake.key))
  links.set(fake.key, link)
  return link.addEventListener('connection', (connection) => {
    if (parseConnectionUrl(connection.client.url.href) === undefined) connection.server.connect()
    else toPusher(connection, fake)
  })
}

/** MSW matches it without the query, in which alone a self-hosted service's URL differs from any other. */
function socketUrl(key: string): RegExp {
  const literal = key.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^wss?://(?:[^/]*\\.)?pusher(?:app)?\\.com[:/]|/app/${literal}/?$`, 'i')
}
