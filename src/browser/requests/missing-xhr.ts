import { overhear } from '../../clients/auth-watch.ts'
import { claimant } from '../page-service.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { answerInPage } from './answered-xhr.ts'
import { backendByFetch } from './fetch-patch.ts'
import { namedEvents } from './request-events.ts'
import { responderBy } from './request-responder.ts'
import type { XhrRoute } from './xhr-patch.ts'

/**
 * An XMLHttpRequest for where there is none: React Native's build asks for the global, which a phone has and
 * the Jest presets of React Native and Expo have not. What no route claims goes by the realm's fetch.
 * Source: pusher-js runtimes/react-native/runtime.ts; react-native jest/react-native-env.js.
 */
export function missingXhr(realm: Realm, routes: readonly XhrRoute[]): typeof XMLHttpRequest {
  class MissingXMLHttpRequest {
    readonly #request = this as unknown as XMLHttpRequest
    readonly #events = namedEvents(this.#request)

    open(method: string, given: string): void {
      const url = absoluteUrl(realm, String(given))
      const route = claimant(routes, url)
      const backend = URL.canParse(url) ? backendByFetch(realm) : undefined
      const asked = { method, url }
      const { witness } = routes.at(-1) ?? {}
      const nobodys = responderBy(async (request) => backend?.(request))
      const unclaimed = witness === undefined ? nobodys : overhear(witness, nobodys, asked)
      const responder = route?.respond(asked) ?? unclaimed
      answerInPage(realm, this.#request, asked, responder, backend, this.#events.dispatch)
    }
  }
  return MissingXMLHttpRequest as unknown as typeof XMLHttpRequest
}
