import { MockSocketTransport, type OpenSocket } from '../browser/mock-socket-transport.ts'
import type { Realm } from '../browser/realm.ts'
import { routeSockets } from '../browser/websocket-patch.ts'
import type { ConnectionUrl } from '../protocol/connection-url.ts'
import type { PusherApp } from '../pusher-app.ts'
import type { Link, LinkInput } from '../server/link.ts'

/**
 * Takes every Pusher socket of a realm and lets it wait until a test has its fake: the app's modules may
 * connect when they are imported, long before the first test.
 */
export class WaitingRoom {
  readonly #waiting = new Map<Link, { url: ConnectionUrl; enter: (fake: PusherApp) => void }>()
  #fake: PusherApp | undefined

  constructor(realm: Realm) {
    routeSockets(realm, {
      owns: () => true,
      open: (url, control): OpenSocket =>
        new MockSocketTransport(
          { accept: (link, dialled) => this.#accept(link, dialled) },
          url,
          control,
        ),
    })
  }

  /** Lets in who waits, and everybody who comes. */
  open(fake: PusherApp): void {
    this.#fake = fake
    for (const { enter } of [...this.#waiting.values()]) enter(fake)
  }

  /** From now on sockets wait again. */
  close(): void {
    this.#fake = undefined
  }

  #accept(link: Link, url: ConnectionUrl): LinkInput {
    if (this.#fake !== undefined) return this.#fake.accept(link, url)
    let input: LinkInput | undefined
    const enter = (fake: PusherApp) => {
      this.#waiting.delete(link)
      input = fake.accept(link, url)
    }
    this.#waiting.set(link, { url, enter })
    return {
      receive: (frame) => input?.receive(frame),
      closed: (code, reason) => {
        this.#waiting.delete(link)
        input?.closed(code, reason)
      },
    }
  }
}
