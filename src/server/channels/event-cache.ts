import type { Clock } from '../clock.ts'

/** The last event of a cache channel. */
export interface CachedEvent {
  readonly event: string
  /** As it was on the wire. */
  readonly data: string
  /** Milliseconds since the epoch after which it is forgotten. */
  readonly expiresAt: number
}

/** Channels whose event is kept; of more, those that were set the longest time ago are forgotten. */
export const CACHED_CHANNELS = 10_000

/** What cache channels replay, kept whether or not anybody is subscribed. */
export class EventCache {
  /** Those that expire first come first. */
  readonly #events = new Map<string, CachedEvent>()
  readonly #clock: Clock
  readonly #milliseconds: number

  constructor(clock: Clock, seconds: number) {
    this.#clock = clock
    this.#milliseconds = seconds * 1000
  }

  set(channel: string, event: string, data: string): void {
    const now = this.#clock.now()
    this.#events.delete(channel)
    this.#events.set(channel, { event, data, expiresAt: now + this.#milliseconds })
    for (const [oldest, { expiresAt }] of this.#events) {
      if (expiresAt > now && this.#events.size <= CACHED_CHANNELS) break
      this.#events.delete(oldest)
    }
  }

  get size(): number {
    return this.#events.size
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
