import type { PusherApp } from '../app/pusher-app.ts'
import { HttpFallback } from '../browser/http-fallback.ts'
import { Lobby } from '../browser/lobby.ts'
import {
  MockSocketTransport,
  type OpenSocket,
  type SocketHost,
} from '../browser/mock-socket-transport.ts'
import type { PusherClass } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm.ts'
import { routeRuntimeFallback } from '../browser/runtime-xhr.ts'
import { routeSockets, type SocketRoute } from '../browser/websocket-patch.ts'
import { type FallbackRoute, routeFallback } from '../browser/xhr-patch.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'

/**
 * Takes every Pusher socket of a realm and lets it wait until a test has its fake: the app's modules may
 * connect when they are imported, long before the first test.
 */
export class WaitingRoom {
  readonly #lobby = new Lobby()
  readonly #realm: Realm
  readonly #route: SocketRoute
  readonly #fakes: PusherApp[] = []
  /** Of all fakes so far. */
  readonly #keys = new Set<string>()
  #patched: Realm['WebSocket']

  constructor(realm: Realm, Pusher: PusherClass) {
    const host: SocketHost = {
      accept: (link, url) => {
        const owner = this.#fakes.findLast((candidate) => candidate.owns(url))
        if (owner !== undefined) return owner.accept(link, url)
        // The client that the app made at import, while a test has a fake of another key.
        const isExpected = url.key !== undefined && this.#keys.has(url.key)
        return ((isExpected ? undefined : this.#fakes.at(-1)) ?? this.#lobby).accept(link, url)
      },
    }
    this.#realm = realm
    this.#route = {
      owns: () => true,
      open: (url, control): OpenSocket => new MockSocketTransport(host, url, control),
    }
    this.#stayOnTop()
    const fallback = new HttpFallback(host)
    const route: FallbackRoute = {
      owns: () => true,
      request: (url, body, exchange) => fallback.request(url, body, exchange),
      abort: (url, unread) => fallback.abort(url, unread),
    }
    routeFallback(realm, route)
    routeRuntimeFallback(Pusher, realm, route)
  }

  /** The fakes of the tests that run, oldest first: several where tests are concurrent. */
  get fakes(): readonly PusherApp[] {
    return this.#fakes
  }

  /**
   * Lets in who waits for the fake's key, and everybody who comes with it.
   *
   * @throws PusherFakeError `invalid_option` when a test that runs has a fake of this key
   */
  open(fake: PusherApp): void {
    if (this.#fakes.some(({ key }) => key === fake.key)) {
      throw new PusherFakeError(
        'invalid_option',
        `Two tests that run at the same time have fakes of the key "${fake.key}", so that nobody can say whose a socket is. Give each a key of its own: test.extend({ pusherFakeOptions: async ({ task }, use) => use({ key: task.id }) }), or let them run one after the other.`,
      )
    }
    this.#stayOnTop()
    this.#fakes.push(fake)
    this.#keys.add(fake.key)
    for (const { url } of this.#lobby.empty(fake, (dialled) => fake.owns(dialled))) {
      const message = `${url} waits for a test whose fake has its key (that of this test is "${fake.key}").`
      fake.report({ code: 'other_app_key', message })
    }
  }

  /** From now on sockets wait again. */
  close(fake: PusherApp): void {
    const index = this.#fakes.indexOf(fake)
    if (index !== -1) this.#fakes.splice(index, 1)
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
