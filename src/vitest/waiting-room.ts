import { Lobby } from '../browser/lobby.ts'
import { MockSocketTransport, type OpenSocket } from '../browser/mock-socket-transport.ts'
import type { Realm } from '../browser/realm.ts'
import { routeSockets, type SocketRoute } from '../browser/websocket-patch.ts'
import type { PusherApp } from '../pusher-app.ts'

/**
 * Takes every Pusher socket of a realm and lets it wait until a test has its fake: the app's modules may
 * connect when they are imported, long before the first test.
 */
export class WaitingRoom {
  readonly #lobby = new Lobby()
  readonly #realm: Realm
  readonly #route: SocketRoute = {
    owns: () => true,
    open: (url, control): OpenSocket =>
      new MockSocketTransport(
        { accept: (link, dialled) => (this.#fake ?? this.#lobby).accept(link, dialled) },
        url,
        control,
      ),
  }
  #fake: PusherApp | undefined
  #patched: Realm['WebSocket']

  constructor(realm: Realm) {
    this.#realm = realm
    this.#stayOnTop()
  }

  /** Lets in who waits, and everybody who comes. */
  open(fake: PusherApp): void {
    this.#stayOnTop()
    this.#fake = fake
    this.#lobby.empty(fake)
  }

  /** From now on sockets wait again. */
  close(): void {
    this.#fake = undefined
  }

  /**
   * An MSW server that listens has put its own WebSocket over ours. What it lets through it runs outside of
   * its handlers, with all that follows from a frame: the authorization request would find none of them.
   */
  #stayOnTop(): void {
    if (this.#patched !== undefined && this.#realm.WebSocket === this.#patched) return
    routeSockets(this.#realm, this.#route)
    this.#patched = this.#realm.WebSocket
  }
}
