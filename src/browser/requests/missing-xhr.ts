import { claimant } from '../page-service.ts'
import { absoluteUrl, type Realm } from '../realm/realm.ts'
import { answerInPage } from './answered-xhr.ts'
import { callHandler } from './call-handler.ts'
import { backendByFetch } from './fetch-patch.ts'
import { responderBy } from './request-responder.ts'
import type { XhrRoute } from './xhr-patch.ts'

/**
 * An XMLHttpRequest for where there is none: React Native's build asks for the global, which a phone has and
 * the Jest presets of React Native and Expo have not. What no route claims goes by the realm's fetch.
 * Source: pusher-js runtimes/react-native/runtime.ts; react-native jest/react-native-env.js.
 */
export function missingXhr(realm: Realm, routes: readonly XhrRoute[]): typeof XMLHttpRequest {
  class MissingXMLHttpRequest {
    open(method: string, given: string): void {
      const url = absoluteUrl(realm, String(given))
      const route = claimant(routes, url)
      const backend = URL.canParse(url) ? backendByFetch(realm) : undefined
      const responder = route?.respond(url) ?? responderBy(async (asked) => backend?.(asked))
      const { witness } = route ?? routes.at(-1) ?? {}
      answerInPage(
        realm,
        this as unknown as XMLHttpRequest,
        method,
        url,
        witness?.overhear(responder, { method, url }) ?? responder,
        backend,
      )
    }

    dispatchEvent = callHandler
  }
  return MissingXMLHttpRequest as unknown as typeof XMLHttpRequest
}
