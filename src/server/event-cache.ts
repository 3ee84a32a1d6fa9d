import type { Clock } from './clock.ts'

/** The last event of a cache channel. */
export interface CachedEvent {
  readonly event: string
  /** As it was on the wire. */
  readonly data: string
  /** Milliseconds since the epoch after which it is forgotten. */
  readonly expiresAt: number
}

/** What cache channels replay, kept whether or not anybody is subscribed. */
export class EventCache {
  readonly #events = new Map<string, CachedEvent>()
  readonly #clock: Clock
  readonly #milliseconds: number

  constructor(clock: Clock, seconds: number) {
    this.#clock = clock
    this.#milliseconds = seconds * 1000
  }

  set(channel: string, event: string, data: string): void {
    const expiresAt = this.#clock.now() + this.#milliseconds
    this.#events.set(channel, { event, data, expiresAt })
  }

  get(channel: string): CachedEvent | undefined {
    const cached = this.#events.get(channel)
    if (cached === undefined || cached.expiresAt > this.#clock.now()) return cached
    this.#events.delete(channel)
    return undefined
  }

  clear(): void {
    this.#events.clear()
  }
}
