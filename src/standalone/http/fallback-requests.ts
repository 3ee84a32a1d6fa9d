import type { IncomingMessage, ServerResponse } from 'node:http'
import { GOING_AWAY } from '../../protocol/close-codes.ts'
import type { FallbackUrl } from '../../protocol/fallback-url.ts'
import { classifyRequest } from '../../protocol/pusher-request.ts'
import { type Exchange, FallbackSession } from '../../server/connections/fallback-session.ts'
import type { ServedApps } from '../served-apps.ts'

/** Milliseconds within which a client has to poll again. Source: SockJS's `disconnect_delay`. */
const POLL_AGAIN_MS = 5_000

const MAX_BODY_BYTES = 1_048_576

const HEADERS = {
  'access-control-allow-origin': '*',
  'cache-control': 'no-store',
  'content-type': 'application/javascript; charset=UTF-8',
}

/** pusher-js says that it sends JSON, for which a page of another origin has to ask. */
const PREFLIGHT = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
}

const METHODS = /^(?:POST|OPTIONS)$/

/** Clients without WebSockets, over pusher-js's xhr_streaming and xhr_polling. */
export class FallbackRequests {
  readonly #apps: ServedApps
  readonly #maxBufferedBytes: number
  readonly #sessions = new Map<string, FallbackSession>()
  readonly #overdue = new WeakMap<FallbackSession, NodeJS.Timeout>()

  constructor(apps: ServedApps, maxBufferedBytes: number) {
    this.#apps = apps
    this.#maxBufferedBytes = maxBufferedBytes
  }

  /** Answers a request if it is one of these. @returns whether it was */
  serve(request: IncomingMessage, response: ServerResponse): boolean {
    const scheme = 'encrypted' in request.socket ? 'https' : 'http'
    const asked = classifyRequest(
      `${scheme}://${request.headers.host ?? 'localhost'}${request.url}`,
    )
    if (asked?.kind !== 'fallback' || !METHODS.test(request.method ?? '')) return false
    const { fallback } = asked
    if (request.method === 'OPTIONS') response.writeHead(204, { ...HEADERS, ...PREFLIGHT }).end()
    else if (fallback.action === 'xhr_send') this.#take(fallback, request, response)
    else this.#listen(fallback, request, response)
    return true
  }

  /** Lets every door have its turn. @returns whether nothing waits for a client's request */
  turn(): boolean {
    return ![...this.#sessions.values()].some(({ waits }) => waits)
  }

  /** The server goes away: clients that listen are told. */
  end(): void {
    for (const session of this.#sessions.values()) {
      session.close(GOING_AWAY, 'The server is closing')
      session.endUnlessListening()
    }
  }

  #listen(url: FallbackUrl, request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    const exchange = exchangeOf(response)
    const session = this.#sessions.get(url.session) ?? this.#open(url)
    clearTimeout(this.#overdue.get(session))
    response.on('close', () => {
      session.abandoned(exchange)
      clearTimeout(this.#overdue.get(session))
      const timer = setTimeout(() => session.endUnlessListening(), POLL_AGAIN_MS).unref()
      this.#overdue.set(session, timer)
    })
    session.listen(exchange, url.action === 'xhr_streaming')
  }

  #open(url: FallbackUrl): FallbackSession {
    const session: FallbackSession = new FallbackSession({
      accept: (link) => this.#apps.dialled(url.connection).accept(link, url.connection),
      ended: () => this.#sessions.delete(url.session),
      maxBufferedBytes: this.#maxBufferedBytes,
    })
    this.#sessions.set(url.session, session)
    return session
  }

  #take(url: FallbackUrl, request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = []
    let bytes = 0
    const answer = (status: number) => response.writeHead(status, HEADERS).end()
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
    })
    request.on('end', () => {
      const session = this.#sessions.get(url.session)
      if (bytes > MAX_BODY_BYTES) answer(413)
      else answer(session === undefined ? 404 : 204)
      if (bytes <= MAX_BODY_BYTES) session?.receive(Buffer.concat(chunks).toString())
    })
    // What is wrong with a request ends it.
    request.on('error', () => response.destroy())
  }
}

function exchangeOf(response: ServerResponse): Exchange {
  return {
    get buffered() {
      return response.writableLength
    },
    write(chunk) {
      if (!response.headersSent) response.writeHead(200, HEADERS)
      response.write(chunk)
    },
    end(status) {
      if (status === 0) response.destroy()
      else response.end()
    },
  }
}
