import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthEndpoints } from '../auth/auth-endpoints.ts'
import { routeAuthRequests } from '../browser/auth-requests.ts'
import type { PusherClass } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm.ts'

interface Desk {
  readonly fake: PusherApp
  readonly endpoints: AuthEndpoints
}

/** Answers the app's authorization endpoints for the tests that ask for it, several where they are concurrent. */
export class AuthDesk {
  readonly #realm: Realm
  readonly #Pusher: PusherClass
  readonly #desks: Desk[] = []
  #close: () => void = () => {}

  constructor(realm: Realm, Pusher: PusherClass) {
    this.#realm = realm
    this.#Pusher = Pusher
  }

  /** @returns stops answering for this fake */
  open(fake: PusherApp, endpoints: AuthEndpoints): () => void {
    const desk: Desk = { fake, endpoints }
    if (this.#desks.length === 0) this.#close = this.#answer()
    this.#desks.push(desk)
    return () => {
      this.#desks.splice(this.#desks.indexOf(desk), 1)
      if (this.#desks.length === 0) this.#close()
    }
  }

  #answer(): () => void {
    const route = {
      matches: (url: string) => this.#desks.some(({ endpoints }) => endpoints.matches(url)),
      handle: async (request: Request) => {
        const asked = await request.clone().text()
        const isAsked = ({ fake }: Desk) =>
          fake.connections().some(({ socketId }) => asked.includes(socketId))
        const desk = this.#desks.find(isAsked) ?? this.#desks.at(-1)
        return desk?.endpoints.handle(request)
      },
    }
    return routeAuthRequests(this.#realm, route, this.#Pusher)
  }
}
