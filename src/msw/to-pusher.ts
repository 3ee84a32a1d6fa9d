import type { PusherApp } from '../app/pusher-app.ts'
import type { PusherSession } from './pusher-session.ts'
import { type PusherClientHandle, ServedClient } from './served-client.ts'

/** What the listener of a `ws.link` gets, under MSW 2 and 3. */
export interface PusherSocketConnection {
  readonly client: PusherClientHandle & {
    /** Sends a frame to the page's socket. */
    send(data: string): void
    /** Hears the frames that the page sends. */
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  }
}

/**
 * Connects a socket that a `ws.link` of MSW has intercepted to the fake, which is its server from then on.
 *
 * @throws PusherFakeError `unhandled_request` when its URL is not one of Pusher's
 *
 * @example
 * const pusher = ws.link('wss://ws-mt1.pusher.com/app/:key')
 * setupServer(
 *   ...pusherHandlers(fake),
 *   pusher.addEventListener('connection', (connection) => {
 *     toPusher(connection, fake)
 *   }),
 * )
 */
export function toPusher<Fake extends PusherApp>(
  { client }: PusherSocketConnection,
  fake: Fake,
): PusherSession<Fake> {
  const session = new ServedClient(fake, client, (text) => client.send(text))
  session.start()
  client.addEventListener('message', ({ data }) => session.receive(data))
  return session
}
