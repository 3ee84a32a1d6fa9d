import type { Backend } from '../auth/backend.ts'
import { type Asked, type AuthWatch, overhear } from '../clients/auth-watch.ts'
import { classifyRequest } from '../protocol/pusher-request.ts'
import { unanswered } from '../rest/unanswered.ts'
import type { EachCopy } from './node/node-copies.ts'
import { guardNodeNetwork } from './node/node-network-guard.ts'
import type { PageRequests } from './page-service.ts'
import { patchPusherRuntime } from './pusher-runtime.ts'
import { allOrNone } from './realm/all-or-none.ts'
import { ownFetch } from './realm/property-patch.ts'
import type { Realm } from './realm/realm.ts'
import type { XhrResponder } from './requests/answered-xhr.ts'
import { type FetchRoute, routeFetch } from './requests/fetch-patch.ts'
import { realmBackend } from './requests/realm-backend.ts'
import { type EventsOf, eventsOf } from './requests/request-events.ts'
import { isRequestUrl, requestUrl, responderBy } from './requests/request-responder.ts'
import { routeRuntimeXhr } from './requests/runtime-xhr.ts'
import { routeScripts } from './requests/script-patch.ts'
import type { XhrBackend, XhrRoute } from './requests/xhr-patch.ts'

/** Bun and Deno fetch by sockets of their own, where no guard can stand. */
const FETCHES_BY_ITSELF = 'Bun' in globalThis || 'Deno' in globalThis

/** Answers a realm's requests, however they are made, and lets none that is meant for Pusher leave a page. */
export class RequestRoute implements FetchRoute {
  readonly refused: (message: string) => void
  readonly witness: AuthWatch
  readonly backend: XhrBackend = realmBackend
  readonly eventsOf: EventsOf = eventsOf
  readonly #requests: PageRequests
  /** Of those who serve the page, and guard it by that. */
  #guarding = 0
  /** Whether nobody else, such as MSW, answers beneath: in a page that is for service workers to tell. */
  #last = true

  constructor(requests: PageRequests, witness: AuthWatch) {
    this.#requests = requests
    this.witness = witness
    this.refused = (message) => requests.refused(message)
  }

  /** Has fetch, scripts and pusher-js's own requests come here; the realm's XMLHttpRequests come by `xhr`. */
  route(realm: Realm, xhr: XhrRoute, eachCopy: EachCopy): () => void {
    return allOrNone(
      () => routeFetch(realm, this),
      () => routeScripts(realm, this),
      () => eachCopy((copy) => routeRuntimeXhr(copy, realm, xhr)),
    )
  }

  /** Lets nothing that is meant for Pusher reach the network, nor pusher-js's Node build go past the realm. */
  guard(realm: Realm, eachCopy: EachCopy): () => void {
    if (FETCHES_BY_ITSELF) this.#last = realm.fetch === ownFetch
    return allOrNone(
      () => eachCopy((copy) => patchPusherRuntime(copy, realm)),
      () => guardNodeNetwork(this.refused),
      () => {
        this.#guarding += 1
        return () => {
          this.#guarding -= 1
        }
      },
    )
  }

  owns(url: string): boolean {
    return isRequestUrl(url) && this.#requests.answers(requestUrl(url))
  }

  accepts(url: string): boolean {
    const guarding = this.#guarding > 0 && this.#last && (FETCHES_BY_ITSELF || isPage())
    return guarding && classifyRequest(url)?.live === true
  }

  /** @throws TypeError as fetch does when there is no network */
  async handle(request: Request, backend?: Backend): Promise<Response | undefined> {
    const answer = await this.#requests.handle(request, backend)
    if (answer !== undefined || !this.accepts(request.url)) return answer
    this.refused(unanswered(request.method, request.url))
    throw new TypeError('Failed to fetch')
  }

  respond(asked: Asked): XhrResponder {
    const responder = responderBy((request, backend) => this.handle(request, backend))
    return overhear(this.witness, responder, asked)
  }
}

/** Where a service worker controls the page, requests are left to it, since it may be MSW's. */
function isPage(): boolean {
  if (globalThis.process?.getBuiltinModule !== undefined) return false
  return navigator.serviceWorker?.controller == null
}
