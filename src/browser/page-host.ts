import type { RealmWitness } from '../clients/realm-witness.ts'
import { fallbackOf } from '../protocol/fallback-url.ts'
import { type EachCopy, noCopies } from './node/node-copies.ts'
import type { RequestRoute } from './page-requests.ts'
import type { Call, PageService } from './page-service.ts'
import { allOrNone } from './realm/all-or-none.ts'
import type { Realm } from './realm/realm.ts'
import { HttpFallback } from './requests/http-fallback.ts'
import { routeXhr, type XhrRoute } from './requests/xhr-patch.ts'
import { MockSocketTransport, type OpenSocket } from './socket/mock-socket-transport.ts'
import { makeSocketClass, routeSockets, type SocketRoute } from './socket/websocket-patch.ts'

type Control = Parameters<SocketRoute['open']>[1]

/**
 * Serves what a realm asks of Pusher: sockets, the fallbacks over HTTP, authorization, REST calls, and
 * pusher-js's Node build; what nobody answers is kept from the network.
 */
export class PageHost {
  readonly #realm: Realm
  readonly #sockets: SocketRoute
  readonly #requests: RequestRoute | undefined
  readonly #xhr: XhrRoute
  #serving = 0

  /**
   * @param witness sees what the realm's clients do, for a diagnosis
   * @param requests left out where requests are answered, and guarded, outside of the page
   */
  constructor(realm: Realm, service: PageService, witness: RealmWitness, requests?: RequestRoute) {
    this.#realm = realm
    this.#requests = requests
    this.#sockets = {
      owns: (url) => service.owns(url),
      open(url, control) {
        witness.look()
        return openSocket(service.dial(url), url, control)
      },
      failed(url, error) {
        if (service.failed === undefined) witness.failed({ url, error })
        else service.failed(url, error)
      },
    }
    const fallback = new HttpFallback(service)
    const fallbackUrl = (url: string) =>
      this.#serving > 0 && URL.canParse(url) ? fallbackOf(new URL(url)) : undefined
    this.#xhr = {
      owns(url) {
        const parsed = fallbackUrl(url)
        return parsed === undefined ? requests?.owns(url) === true : service.owns(parsed.connection)
      },
      accepts: (url) => fallbackUrl(url) !== undefined || requests?.accepts(url) === true,
      respond(asked) {
        const parsed = fallbackUrl(asked.url)
        if (parsed !== undefined) return fallback.respond(parsed)
        return requests?.respond(asked) ?? { send: (_, reply) => reply.end(0), abort() {} }
      },
      backend: requests?.backend,
      eventsOf: requests?.eventsOf,
      witness: witness.authorizations,
    }
  }

  /**
   * Called again it goes on top of what others have put over the globals meanwhile: what an MSW server lets
   * through runs outside of its handlers, with all that follows from a frame.
   *
   * @param eachCopy the copies of pusher-js's Node build, which reads no global
   * @returns undoes it
   */
  serve(eachCopy: EachCopy = noCopies): () => void {
    const realm = this.#realm
    return allOrNone(
      () => this.#requests?.guard(realm, eachCopy) ?? (() => {}),
      () => routeSockets(realm, this.#sockets),
      () => this.serveRequests(eachCopy),
      () => {
        this.#serving += 1
        return () => {
          this.#serving -= 1
        }
      },
    )
  }

  /** Makes the class of sockets, which comes about else when somebody reads it. */
  makeSocketClass(): void {
    makeSocketClass(this.#realm)
  }

  /** Serves the requests alone, and guards none. @returns undoes it */
  serveRequests(eachCopy: EachCopy): () => void {
    const realm = this.#realm
    return allOrNone(
      () => routeXhr(realm, this.#xhr),
      () => this.#requests?.route(realm, this.#xhr, eachCopy) ?? (() => {}),
    )
  }
}

function openSocket(
  call: Call,
  url: Parameters<SocketRoute['open']>[0],
  control: Control,
): OpenSocket {
  const host = { accept: (link: Parameters<Call['accept']>[0]) => call.accept(link) }
  const socket: OpenSocket = new MockSocketTransport(host, url, running(call, control), () =>
    call.ended?.(socket),
  )
  call.began?.(socket)
  return socket
}

function running({ run }: Call, control: Control): Control {
  if (run === undefined) return control
  return {
    opened: () => run(() => control.opened()),
    message: (data) => run(() => control.message(data)),
    closed: (code, reason) => run(() => control.closed(code, reason)),
    failed: () => run(() => control.failed()),
  }
}
