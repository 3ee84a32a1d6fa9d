import type { PusherFakeOptions } from '../../src/index.ts'

type Clock = NonNullable<PusherFakeOptions['clock']>

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** Time that moves only when the test says so. */
export class ManualClock implements Clock {
  #now: number
  #timers: Timer[] = []

  /** @param now milliseconds since the epoch */
  constructor(now: number = Date.UTC(2026, 10, 24)) {
    this.#now = now
  }

  /** Timers that are still to run. */
  get pending(): number {
    return this.#timers.length
  }

  now(): number {
    return this.#now
  }

  setTimeout(callback: () => void, ms: number): unknown {
    const timer = { due: this.#now + ms, callback }
    this.#timers.push(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#timers = this.#timers.filter((other) => other !== timer)
  }

  /** Moves on and runs what becomes due, each timer at its own time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.clearTimeout(next)
      this.#now = Math.max(this.#now, next.due)
      next.callback()
    }
    this.#now = end
  }

  #next(end: number): Timer | undefined {
    const due = this.#timers.filter((timer) => timer.due <= end)
    return due.toSorted((a, b) => a.due - b.due)[0]
  }
}
