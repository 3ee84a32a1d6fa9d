/**
 * The ids of all that are there, and of the last of many that are gone: a server that runs for days shall not
 * keep those of all who were ever there.
 */
export class KnownIds {
  readonly #there = new Set<string>()
  readonly #gone = new Set<string>()
  readonly #bound: number

  /** @param bound how many of the gone are kept; the oldest are forgotten */
  constructor(bound: number) {
    this.#bound = bound
  }

  add(id: string): void {
    this.#there.add(id)
  }

  /** Harmless for an id that is not there. */
  leave(id: string): void {
    if (!this.#there.delete(id)) return
    this.#gone.add(id)
    if (this.#gone.size <= this.#bound) return
    for (const oldest of this.#gone) {
      this.#gone.delete(oldest)
      return
    }
  }

  has(id: string): boolean {
    return this.#there.has(id) || this.#gone.has(id)
  }
}
