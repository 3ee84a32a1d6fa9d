import {
  type WebSocketData,
  WebSocketExtension,
  type WebSocketExtensionContext,
  type WebSocketExtensionMessageContext,
} from 'msw/ws'
import type { PusherApp } from '../app/pusher-app.ts'
import { parseConnectionUrl } from '../protocol/connection-url.ts'
import {
  decodeMessage,
  encodeClientMessage,
  encodeServerMessage,
  type PusherMessage,
} from './pusher-message.ts'
import type { PusherSession } from './pusher-session.ts'
import { ServedClient } from './served-client.ts'

type Context = WebSocketExtensionContext<PusherMessage>

/** What the extension adds to a connection event. */
export interface PusherConnectionApi<Fake extends PusherApp = PusherApp> {
  /** The client as the fake knows it. */
  readonly pusher: PusherSession<Fake>
}

/**
 * The Pusher protocol for a `ws.link` of MSW 3: the fake is the server, and the link's messages are
 * events. Make one with {@link pusher}.
 */
export class PusherExtension<Fake extends PusherApp = PusherApp> extends WebSocketExtension<
  PusherMessage,
  PusherConnectionApi<Fake>
> {
  readonly #fake: Fake
  readonly #clients = new WeakMap<object, ServedClient<Fake>>()
  /** The exact text of what the service sends, which may be anything but an event. */
  readonly #texts = new WeakMap<PusherMessage, string>()

  constructor(fake: Fake) {
    super()
    this.#fake = fake
  }

  override match({ client }: Context): boolean {
    return parseConnectionUrl(client.url.href) !== undefined
  }

  override encode(
    message: PusherMessage,
    { connection, server }: WebSocketExtensionMessageContext<PusherMessage>,
  ): WebSocketData {
    if (connection === server) return encodeClientMessage(message)
    return this.#texts.get(message) ?? encodeServerMessage(message)
  }

  override decode(data: WebSocketData): PusherMessage | undefined {
    return decodeMessage(data)
  }

  /** MSW asks each of a link's listeners to extend the same connection. */
  override extend({ client }: Context): PusherConnectionApi<Fake> {
    const served = this.#clients.get(client) ?? this.#serve(client)
    this.#clients.set(client, served)
    return { pusher: served }
  }

  override connect({ client }: Context): undefined {
    this.#clients.get(client)?.start()
  }

  override receive(data: WebSocketData, { client }: Context): undefined {
    this.#clients.get(client)?.receive(data)
  }

  #serve(client: Context['client']): ServedClient<Fake> {
    return new ServedClient(this.#fake, client, (text) => {
      const message = decodeMessage(text) ?? { event: '', data: text }
      this.#texts.set(message, text)
      // Not as the result of `connect` or `receive`, which MSW's log would not show.
      client.send(message)
    })
  }
}

/**
 * The extension that makes the fake the server of a `ws.link` of MSW 3. The connection event has the
 * session as `pusher`, `client.send` and the messages speak events, and when a listener calls
 * `server.connect()` the fake leaves the client to the original server.
 *
 * @example
 * const link = ws.link('wss://ws-mt1.pusher.com/app/:key', { extensions: [pusher(fake)] })
 * link.addEventListener('connection', ({ client, pusher }) => {
 *   client.addEventListener('message', ({ data }) => {
 *     if (data.event === 'pusher:subscribe') console.log(pusher.socketId, data.data)
 *   })
 * })
 */
export function pusher<Fake extends PusherApp>(fake: Fake): PusherExtension<Fake> {
  return new PusherExtension(fake)
}
