import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { EventEmitter } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { isPusherHost } from '../protocol/connection-url.ts'
import type { FakeAddress } from './fake-address.ts'
import { TEST_HEADER } from './test-header.ts'

// Sources: Node.js docs, diagnostics_channel, "HTTP"; undici docs, DiagnosticsChannel.
const SERVED = 'http.server.request.start'
const FETCHED = 'undici:request:create'

type AddRequest = (this: unknown, request: ClientRequest, ...rest: unknown[]) => unknown

/**
 * Remembers for which test's fake the backend works, from a request of a page to all that it causes, and
 * says so with what the backend sends to Pusher. A socket would not tell: agents share it among requests.
 */
export class RequestScope {
  readonly #addresses: FakeAddress
  readonly #inHand = new AsyncLocalStorage<URL | undefined>()

  constructor(addresses: FakeAddress) {
    this.#addresses = addresses
  }

  /** The fake for what is done just now; undefined when nobody names one. */
  get current(): URL | undefined {
    return this.#inHand.getStore() ?? this.#addresses.fallback
  }

  watch(): void {
    subscribe(SERVED, (message) => {
      const { request, response } = message as Exchange
      const address = this.#addresses.ofRequest(request.headers)
      // Also when there is none: the next request of a connection shall not inherit that of the last.
      this.#inHand.enterWith(address)
      this.#keepTo(address, request)
      this.#keepTo(address, response)
    })
    subscribe(FETCHED, (message) => {
      const { request } = message as { request: FetchRequest }
      const { current } = this
      const isPusher =
        URL.canParse(request.origin) && isPusherHost(new URL(request.origin).hostname)
      if (isPusher && current !== undefined) request.addHeader?.(TEST_HEADER, current.href)
    })
    const prototype = Agent.prototype as unknown as { addRequest: AddRequest }
    const { addRequest } = prototype
    const mark = (request: ClientRequest) => {
      const { current } = this
      if (current === undefined || request.headersSent || !isPusherHost(request.host)) return
      request.setHeader(TEST_HEADER, current.href)
    }
    prototype.addRequest = function marked(request, ...rest) {
      mark(request)
      return addRequest.call(this, request, ...rest)
    }
  }

  /** The parser tells of a body, and the socket of its end, where the request is no longer in hand. */
  #keepTo(address: URL | undefined, emitter: EventEmitter): void {
    const { emit } = emitter
    emitter.emit = (...event) =>
      this.#inHand.run(address, () => Reflect.apply(emit, emitter, event))
  }
}

/** What the channel tells of a request to the backend. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

interface FetchRequest {
  readonly origin: string
  addHeader?(name: string, value: string): void
}
