import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import { parseJson } from '../protocol/json.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import { scheduleMacrotask } from './macrotask.ts'
import type { SocketHost } from './mock-socket-transport.ts'

/** One request of pusher-js's HTTP fallback, and what it may be answered with. */
export interface FallbackExchange {
  /** Adds to the response's body. */
  write(chunk: string): void
  /** Ends the response; status 0 for a network that is lost. */
  end(status: number): void
}

/** A URL of the fallback, taken apart. */
export interface FallbackUrl {
  /** Names the session: the path without its last segment, and the origin. */
  readonly session: string
  readonly action: 'xhr_streaming' | 'xhr' | 'xhr_send'
  /** As a socket would have dialled. */
  readonly connection: ConnectionUrl
}

const PATH = /^(.*\/app\/[^/]+)(\/\d+\/[0-9a-z]+)\/(xhr_streaming|xhr_send|xhr)$/

/**
 * Reads a URL of the transports xhr_streaming and xhr_polling.
 * Source: pusher-js core/http/http_socket.ts and http_streaming_socket.ts.
 */
export function parseFallbackUrl(url: string): FallbackUrl | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const [, base, session, action] = PATH.exec(parsed?.pathname ?? '') ?? []
  if (parsed === undefined || base === undefined || session === undefined) return undefined
  // xhr_send names no protocol; its session is known already.
  const query = action === 'xhr_send' ? '?protocol=7' : parsed.search
  const connection = parseConnectionUrl(parsed.origin + base + query)
  if (connection === undefined) return undefined
  return {
    session: parsed.origin + base + session,
    action: action as FallbackUrl['action'],
    connection,
  }
}

/** The sessions of a page's HTTP fallback, each a link like any other. */
export class HttpFallback {
  readonly #host: SocketHost
  readonly #sessions = new Map<string, FallbackSession>()

  constructor(host: SocketHost) {
    this.#host = host
  }

  /** Answers a request. */
  request(url: FallbackUrl, body: string, exchange: FallbackExchange): void {
    const existing = this.#sessions.get(url.session)
    if (url.action === 'xhr_send') {
      exchange.end(existing === undefined ? 404 : 204)
      existing?.receive(body)
      return
    }
    const session = existing ?? this.#open(url)
    session.listen(exchange, url.action === 'xhr_streaming')
  }

  /**
   * The client has aborted a request: it is gone, unless it listens by another one at once.
   *
   * @param unread what the request was given and the client has not seen
   */
  abort(url: FallbackUrl, unread: string): void {
    if (url.action === 'xhr_send') return
    const session = this.#sessions.get(url.session)
    session?.stopListening(unread)
    // pusher-js changes to a new request when a response grows too long, and sends it a task later.
    scheduleMacrotask(() => scheduleMacrotask(() => session?.endUnlessListening()))
  }

  /** Cuts every session. */
  cut(): void {
    for (const session of [...this.#sessions.values()]) session.drop()
  }

  #open(url: FallbackUrl): FallbackSession {
    const session = new FallbackSession(() => this.#sessions.delete(url.session))
    this.#sessions.set(url.session, session)
    session.input = this.#host.accept(session, url.connection)
    return session
  }
}

/** Frames, the end among them, wait here while no request of the client listens. */
class FallbackSession implements Link {
  input: LinkInput | undefined
  readonly #onEnd: () => void
  #exchange: FallbackExchange | undefined
  #streaming = false
  #waiting: string[] = []
  #lost = false
  #ended = false

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
  }

  listen(exchange: FallbackExchange, streaming: boolean): void {
    this.#exchange = exchange
    this.#streaming = streaming
    this.#flush()
  }

  /** A batch of frames; an empty one asks whether the service is there. */
  receive(body: string): void {
    const parsed = parseJson(body)
    const frames = parsed.ok && Array.isArray(parsed.value) ? parsed.value : []
    if (frames.length === 0) this.#write('a[]')
    for (const frame of frames) this.input?.receive(frame)
  }

  stopListening(unread: string): void {
    this.#exchange = undefined
    if (unread !== '') this.#waiting.unshift(unread)
  }

  endUnlessListening(): void {
    if (this.#exchange !== undefined) return
    this.#onEnd()
    this.#end(1000, '')
  }

  open(): void {
    this.#write('o')
  }

  send(text: string): void {
    this.#write(`a${JSON.stringify([text])}`)
  }

  close(code: number, reason: string): void {
    this.#end(code, reason)
    this.#write(`c${JSON.stringify([code, reason])}`)
  }

  drop(): void {
    this.#lost = true
    this.#end(1006, '')
    this.#flush()
  }

  #write(chunk: string): void {
    this.#waiting.push(`${chunk}\n`)
    this.#flush()
  }

  #flush(): void {
    const exchange = this.#exchange
    if (exchange === undefined) return
    if (this.#lost) {
      exchange.end(0)
      this.#onEnd()
      return
    }
    if (this.#waiting.length === 0) return
    const chunk = this.#waiting.join('')
    this.#waiting = []
    exchange.write(chunk)
    if (this.#ended) this.#onEnd()
    if (this.#streaming) return
    this.#exchange = undefined
    exchange.end(200)
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.input?.closed(code, reason)
  }
}
