import type { Clock } from '../clock.ts'
import type { UnderWay } from '../waits/under-way.ts'

interface Delayed {
  readonly due: number
  readonly task: () => void
}

/** Runs tasks after a delay and never out of order, also when the delay changes in between. */
export class DelayLine {
  readonly #clock: Clock
  readonly #underWay: UnderWay
  #queue: Delayed[] = []
  #timer: unknown
  #end: (() => void) | undefined

  constructor(clock: Clock, underWay: UnderWay) {
    this.#clock = clock
    this.#underWay = underWay
  }

  get idle(): boolean {
    return this.#queue.length === 0
  }

  /** @param ms milliseconds from now */
  push(task: () => void, ms: number): void {
    const due = Math.max(this.#clock.now() + ms, this.#queue.at(-1)?.due ?? 0)
    this.#queue.push({ due, task })
    this.#end ??= this.#underWay.begin('messages that a fault delays')
    if (this.#timer === undefined) this.#schedule()
  }

  clear(): void {
    this.#queue = []
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isEmpty()
  }

  #schedule(): void {
    const next = this.#queue[0]
    if (next === undefined) return this.#isEmpty()
    const wait = Math.max(0, next.due - this.#clock.now())
    this.#timer = this.#clock.setTimeout(() => this.#run(), wait)
  }

  #run(): void {
    this.#timer = undefined
    const now = this.#clock.now()
    while (this.#queue[0] !== undefined && this.#queue[0].due <= now) {
      this.#queue.shift()?.task()
    }
    if (this.#timer === undefined) this.#schedule()
  }

  #isEmpty(): void {
    this.#end?.()
    this.#end = undefined
  }
}
