/** The last of many ids: a server that runs for days shall not keep those of all who were ever there. */
export class RecentIds {
  readonly #ids = new Set<string>()
  readonly #bound: number

  /** @param bound how many are kept; the oldest are forgotten */
  constructor(bound: number) {
    this.#bound = bound
  }

  add(id: string): void {
    this.#ids.add(id)
    if (this.#ids.size <= this.#bound) return
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest)
      return
    }
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }
}
