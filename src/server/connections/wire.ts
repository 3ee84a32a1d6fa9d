import type { Clock } from '../clock.ts'
import { DelayLine } from './delay-line.ts'
import type { Link } from './link.ts'

/** The state of the network between service and clients, changed by faults. */
export interface NetworkConditions {
  /** Milliseconds that every frame takes, in each direction. */
  latency: number
  /** Nothing gets through in either direction, though sockets stay open. */
  silent: boolean
}

/** A link as the network lets it through: keeps the order of frames whatever happens to latency. */
export class Wire {
  readonly #link: Link
  readonly #conditions: NetworkConditions
  readonly #clock: Clock
  // Made with the first frame that is late, which most links never have.
  #out: DelayLine | undefined
  #in: DelayLine | undefined
  #ended = false

  constructor(link: Link, conditions: NetworkConditions, clock: Clock) {
    this.#link = link
    this.#conditions = conditions
    this.#clock = clock
  }

  open(): void {
    this.#transmit(() => this.#link.open())
  }

  /** @returns whether the frame left; a silent network swallows it */
  send(text: string): boolean {
    if (this.#ended || this.#conditions.silent) return false
    if (this.#conditions.latency === 0 && isIdle(this.#out)) this.#link.send(text)
    else this.#sendLater(() => this.#link.send(text))
    return true
  }

  close(code: number, reason: string): void {
    this.#transmit(() => this.#link.close(code, reason))
    this.#ended = true
  }

  drop(): void {
    this.end()
    this.#link.drop()
  }

  /** Takes what the client sent and hands it on when it has arrived. */
  receive(deliver: () => void): void {
    if (this.#ended || this.#conditions.silent) return
    if (this.#conditions.latency === 0 && isIdle(this.#in)) {
      deliver()
      return
    }
    this.#in ??= new DelayLine(this.#clock)
    this.#in.push(deliver, this.#conditions.latency)
  }

  /** The client is gone: nothing more is sent or delivered. */
  end(): void {
    this.#ended = true
    this.#out?.clear()
    this.#in?.clear()
  }

  #transmit(task: () => void): void {
    if (this.#conditions.latency === 0 && isIdle(this.#out)) task()
    else this.#sendLater(task)
  }

  #sendLater(task: () => void): void {
    this.#out ??= new DelayLine(this.#clock)
    this.#out.push(task, this.#conditions.latency)
  }
}

function isIdle(line: DelayLine | undefined): boolean {
  return line === undefined || line.idle
}
