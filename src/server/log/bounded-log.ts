/** How much a log keeps; what exceeds either is forgotten from the oldest on. */
export interface LogBounds {
  readonly entries: number
  readonly bytes: number
}

/** Bytes of an entry besides its text, about. */
const OVERHEAD = 64

/** The last of something, oldest first, within bounds of number and memory. */
export class BoundedLog<Entry> {
  readonly #bounds: LogBounds
  /** Characters of an entry's text; a character takes two bytes at most. */
  readonly #lengthOf: (entry: Entry) => number
  #entries: (Entry | undefined)[] = []
  #sizes: number[] = []
  /** Those before it are forgotten; they go in batches, so that one entry more does not move all others. */
  #start = 0
  #bytes = 0

  constructor(bounds: LogBounds, lengthOf: (entry: Entry) => number) {
    this.#bounds = bounds
    this.#lengthOf = lengthOf
  }

  push(entry: Entry): void {
    const size = 2 * this.#lengthOf(entry) + OVERHEAD
    this.#entries.push(entry)
    this.#sizes.push(size)
    this.#bytes += size
    while (this.#isOver()) this.#forget()
    if (this.#start > 1_000 && this.#start * 2 > this.#entries.length) this.#compact()
  }

  /** The newest, all by default. */
  list(count: number = Number.POSITIVE_INFINITY): readonly Entry[] {
    const start = Math.max(this.#start, this.#entries.length - count)
    return this.#entries.slice(start) as Entry[]
  }

  clear(): void {
    this.#entries = []
    this.#sizes = []
    this.#start = 0
    this.#bytes = 0
  }

  /** The newest is kept, whatever its size. */
  #isOver(): boolean {
    const kept = this.#entries.length - this.#start
    return kept > this.#bounds.entries || (this.#bytes > this.#bounds.bytes && kept > 1)
  }

  #forget(): void {
    this.#bytes -= this.#sizes[this.#start] ?? 0
    this.#entries[this.#start] = undefined
    this.#start += 1
  }

  #compact(): void {
    this.#entries = this.#entries.slice(this.#start)
    this.#sizes = this.#sizes.slice(this.#start)
    this.#start = 0
  }
}
