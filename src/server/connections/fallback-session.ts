import {
  ABNORMAL_CLOSURE,
  GIVE_UP,
  NORMAL_CLOSURE,
  OVER_CAPACITY,
} from '../../protocol/close-codes.ts'
import {
  closedChunk,
  framesChunk,
  framesOfFallbackSend,
  NO_FRAMES,
  OPENED,
} from '../../protocol/fallback-body.ts'
import type { Link, LinkInput } from './link.ts'

/** A request of a client that listens, and may be answered at any time. */
export interface Exchange {
  /** Adds to the response's body. */
  write(chunk: string): void
  /** Ends the response; status 0 for a network that is lost. */
  end(status: number): void
  /** Bytes that were written and have not left. */
  readonly buffered?: number
}

/** What a door knows of a session over HTTP. */
export interface FallbackHost {
  /** Lets the client in, with its first request. */
  accept(link: Link): LinkInput
  /** Nobody will ask for the session again. */
  ended(): void
  /** Bytes that may wait for a client that reads too slowly. @default no bound */
  readonly maxBufferedBytes?: number
}

/** At so many characters of an answer pusher-js goes over to a new request, when it has read all of it. */
const MAX_ANSWER_LENGTH = 262_144

/**
 * A client's connection over xhr_streaming or xhr_polling. Frames, the end among them, wait here while no request of
 * the client listens. Source: pusher-js core/http.
 */
export class FallbackSession implements Link {
  readonly #host: FallbackHost
  #input: LinkInput | undefined
  #exchange: Exchange | undefined
  /** A poll whose answer the client may not have seen. */
  #answered: Exchange | undefined
  #streaming = false
  #answerLength = 0
  #waiting: string[] = []
  #waitingLength = 0
  #lost = false
  #ended = false

  constructor(host: FallbackHost) {
    this.#host = host
  }

  /** Whether frames wait for a request. */
  get waits(): boolean {
    return this.#waiting.length > 0
  }

  listen(exchange: Exchange, streaming: boolean): void {
    this.#exchange = exchange
    this.#streaming = streaming
    this.#answerLength = 0
    this.#input ??= this.#host.accept(this)
    this.#flush()
  }

  /** A batch of frames; an empty one asks whether the service is there. */
  receive(body: string): void {
    const frames = framesOfFallbackSend(body)
    if (frames.length === 0) this.#input?.heard?.(() => this.#write(NO_FRAMES))
    for (const frame of frames) this.#input?.receive(frame)
  }

  /** The client has let go of a request: it is gone, unless the answer had grown so long that it makes a new one. */
  abandoned(exchange: Exchange): void {
    if (exchange !== this.#exchange) return
    this.#exchange = undefined
    if (!this.#isFull()) this.endUnlessListening()
  }

  /** Ends the session of a client that was to make a new request, and has not. */
  endUnlessListening(): void {
    if (this.#exchange !== undefined) return
    this.#host.ended()
    this.#end(NORMAL_CLOSURE, '')
  }

  open(): void {
    this.#write(OPENED)
  }

  send(text: string): void {
    this.#write(framesChunk([text]))
    const { maxBufferedBytes = Number.POSITIVE_INFINITY } = this.#host
    const buffered = this.#waitingLength + (this.#exchange?.buffered ?? 0)
    if (buffered <= maxBufferedBytes || this.#ended) return
    this.#take()
    this.close(OVER_CAPACITY, `Over capacity: ${buffered} bytes wait for a slow reader`)
  }

  close(code: number, reason: string): void {
    this.#end(code, reason)
    this.#write(closedChunk(code, reason))
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
    this.#waiting.push(chunk)
    this.#waitingLength += chunk.length
    this.#flush()
  }

  #flush(): void {
    const exchange = this.#exchange
    if (exchange === undefined) return
    if (this.#lost) {
      exchange.end(0)
      this.#host.ended()
      return
    }
    // What it does not read before it changes to a new request would be lost.
    if (this.#waiting.length === 0 || this.#isFull()) return
    const chunk = this.#take()
    this.#answerLength += chunk.length
    exchange.write(chunk)
    if (this.#ended) this.#host.ended()
    // One that is answered already cannot end again.
    if (this.#streaming && (!this.#ended || exchange === this.#answered)) return
    this.#exchange = undefined
    this.#answered = exchange
    exchange.end(200)
  }

  #take(): string {
    const chunk = this.#waiting.join('')
    this.#waiting = []
    this.#waitingLength = 0
    return chunk
  }

  #isFull(): boolean {
    return this.#answerLength > MAX_ANSWER_LENGTH
  }

  #end(code: number, reason: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#input?.closed(code, reason)
  }
}
