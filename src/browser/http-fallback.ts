import { ABNORMAL_CLOSURE, GIVE_UP, NORMAL_CLOSURE } from '../protocol/close-codes.ts'
import { parseJson } from '../protocol/json.ts'
import type { FallbackUrl } from '../protocol/pusher-request.ts'
import type { Link, LinkInput } from '../server/connections/link.ts'
import type { XhrReply, XhrResponder } from './answered-xhr.ts'
import { scheduleMacrotask } from './macrotask.ts'
import type { Call, PageService } from './page-service.ts'

/** The sessions of a page's HTTP fallback, each a link like any other. */
export class HttpFallback {
  readonly #service: Pick<PageService, 'dial'>
  readonly #sessions = new Map<string, FallbackSession>()

  constructor(service: Pick<PageService, 'dial'>) {
    this.#service = service
  }

  /** Who answers a request; asked when it is made, for only then is it known on whose behalf. */
  respond(url: FallbackUrl): XhrResponder {
    if (url.action === 'xhr_send') {
      return {
        send: ({ body }, reply) => {
          const session = this.#sessions.get(url.session)
          reply.end(session === undefined ? 404 : 204)
          session?.receive(String(body ?? ''))
        },
        abort() {},
      }
    }
    const session = this.#sessions.get(url.session) ?? this.#open(url)
    return {
      send: (_, reply) => session.listen(reply, url.action === 'xhr_streaming'),
      abort: (unread) => {
        session.stopListening(unread)
        // pusher-js changes to a new request when a response grows too long, and sends it a task later.
        scheduleMacrotask(() => scheduleMacrotask(() => session.endUnlessListening()))
      },
      run: session.call.run,
    }
  }

  #open(url: FallbackUrl): FallbackSession {
    const call = this.#service.dial(url.connection)
    const session = new FallbackSession(call, () => {
      this.#sessions.delete(url.session)
      call.ended?.(session)
    })
    this.#sessions.set(url.session, session)
    call.began?.(session)
    return session
  }
}

/** Frames, the end among them, wait here while no request of the client listens. */
class FallbackSession implements Link {
  readonly call: Call
  readonly #onEnd: () => void
  #input: LinkInput | undefined
  #exchange: XhrReply | undefined
  /** A poll whose answer the client may not have seen. */
  #answered: XhrReply | undefined
  #streaming = false
  #waiting: string[] = []
  #lost = false
  #ended = false

  constructor(call: Call, onEnd: () => void) {
    this.call = call
    this.#onEnd = onEnd
  }

  listen(exchange: XhrReply, streaming: boolean): void {
    this.#exchange = exchange
    this.#streaming = streaming
    this.#input ??= this.call.accept(this)
    this.#flush()
  }

  /** A batch of frames; an empty one asks whether the service is there. */
  receive(body: string): void {
    const parsed = parseJson(body)
    const frames = parsed.ok && Array.isArray(parsed.value) ? parsed.value : []
    if (frames.length === 0) this.#write('a[]')
    for (const frame of frames) this.#input?.receive(frame)
  }

  stopListening(unread: string): void {
    this.#exchange = undefined
    if (unread !== '') this.#waiting.unshift(unread)
  }

  endUnlessListening(): void {
    if (this.#exchange !== undefined) return
    this.#onEnd()
    this.#end(NORMAL_CLOSURE, '')
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

  /** Between two polls as well: the next one would find nobody. */
  cut(): void {
    this.#exchange ??= this.#answered
    this.#streaming = true
    this.close(GIVE_UP, 'The fake was uninstalled')
  }

  drop(): void {
    this.#lost = true
    this.#end(ABNORMAL_CLOSURE, '')
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
    this.#answered = exchange
    exchange.end(200)
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#input?.closed(code, reason)
  }
}
