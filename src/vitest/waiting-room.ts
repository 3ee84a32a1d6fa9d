import { Lobby } from '../browser/lobby.ts'
import { MockSocketTransport, type OpenSocket } from '../browser/mock-socket-transport.ts'
import type { Realm } from '../browser/realm.ts'
import { routeSockets } from '../browser/websocket-patch.ts'
import type { PusherApp } from '../pusher-app.ts'

/**
 * Takes every Pusher socket of a realm and lets it wait until a test has its fake: the app's modules may
 * connect when they are imported, long before the first test.
 */
export class WaitingRoom {
  readonly #lobby = new Lobby()
  #fake: PusherApp | undefined

  constructor(realm: Realm) {
    routeSockets(realm, {
      owns: () => true,
      open: (url, control): OpenSocket =>
        new MockSocketTransport(
          { accept: (link, dialled) => (this.#fake ?? this.#lobby).accept(link, dialled) },
          url,
          control,
        ),
    })
  }

  /** Lets in who waits, and everybody who comes. */
  open(fake: PusherApp): void {
    this.#fake = fake
    this.#lobby.empty(fake)
  }

  /** From now on sockets wait again. */
  close(): void {
    this.#fake = undefined
  }
}
