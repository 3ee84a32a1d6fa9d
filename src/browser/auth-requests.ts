import type { PusherApp } from '../app/pusher-app.ts'
import type { AuthOptions } from '../auth/auth-options.ts'
import { type Ending, ending } from '../server/dispose-symbol.ts'
import type { PusherClass } from './pusher-runtime.ts'
import type { Realm } from './realm/realm.ts'
import { serveSession } from './serve-session.ts'

/** Options of `answerAuthRequests`. */
export interface AuthRequestOptions extends AuthOptions {
  /** Globals to patch. @default globalThis */
  readonly realm?: Realm
  /** The class of pusher-js's Node build, which brings an XMLHttpRequest of its own. */
  readonly Pusher?: PusherClass
}

/**
 * Answers the app's authorization and authentication endpoints in this page, whether pusher-js asks by
 * XMLHttpRequest or JSONP, or the app by fetch; every other request goes where it went.
 *
 * @returns restores the very globals that were there, as the end of a `using` block does
 * @throws PusherFakeError `invalid_option`
 *
 * @example
 * const fake = installPusherFake()
 * const stop = answerAuthRequests(fake, { user: { id: 'ada' } })
 */
export function answerAuthRequests(fake: PusherApp, options: AuthRequestOptions = {}): Ending {
  const { realm = globalThis as Realm, Pusher, ...authOptions } = options
  const endpoints = fake.authEndpoints(authOptions)
  return ending(serveSession(realm, { fake, endpoints, sockets: false }, Pusher).leave)
}
