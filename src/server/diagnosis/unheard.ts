/** An event of a channel. */
export interface NamedEvent {
  readonly channel: string
  readonly event: string
}

/** An event that reached clients, none of whose listeners is for it. */
export interface UnheardEvent extends NamedEvent {
  /** How often, over all clients. */
  readonly count: number
  /** Of the clients, those that came first. */
  readonly socketIds: readonly string[]
}

/** Different events that are kept, and clients of each. */
const MAX_KEPT = 100

/** The events that nobody heard, each once. */
export class UnheardEvents {
  readonly #events = new Map<string, UnheardEvent>()

  add({ channel, event }: NamedEvent, socketIds: readonly string[]): void {
    if (socketIds.length === 0) return
    const key = JSON.stringify([channel, event])
    const before = this.#events.get(key)
    if (before === undefined && this.#events.size >= MAX_KEPT) return
    this.#events.set(key, {
      channel,
      event,
      count: (before?.count ?? 0) + socketIds.length,
      socketIds: [...new Set([...(before?.socketIds ?? []), ...socketIds])].slice(0, MAX_KEPT),
    })
  }

  /** In the order in which they were first unheard. */
  list(): readonly UnheardEvent[] {
    return [...this.#events.values()]
  }

  clear(): void {
    this.#events.clear()
  }
}
