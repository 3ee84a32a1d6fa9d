import type { Item } from './fold-bursts.ts'

/** Height of a line, pixels; in a low panel more of them are worth more than air, and than pauses. */
export const ROW_HEIGHT = 30
export const LOW_ROW_HEIGHT = 20

const NOTICEABLE_MS = 30
const PIXELS_A_DOUBLING = 5
const MAX_GAP = 44
/** From here on a pause is told in words. */
const LONG_PAUSE_MS = 1_000

/**
 * Where the lines stand: one below the other, with room before a line for the time that has passed since
 * the one before. The room grows with the logarithm of the time, so that neither a burst nor a pause of
 * minutes loses the reader.
 */
export class RowLayout {
  readonly items: readonly Item[]
  /** Of a line, pixels. */
  readonly rowHeight: number
  readonly #tops: Float64Array

  constructor(items: readonly Item[], rowHeight: number = ROW_HEIGHT) {
    this.items = items
    this.rowHeight = rowHeight
    this.#tops = new Float64Array(items.length + 1)
    let top = 0
    for (let index = 0; index < items.length; index += 1) {
      if (rowHeight !== LOW_ROW_HEIGHT) top += roomFor(this.pauseBefore(index))
      this.#tops[index] = top
      top += rowHeight
    }
    this.#tops[items.length] = top
  }

  get height(): number {
    return this.#tops[this.items.length] ?? 0
  }

  /** Pixels from the start to the upper edge of a line. */
  top(index: number): number {
    return this.#tops[index] ?? this.height
  }

  /** Milliseconds since the line before. */
  pauseBefore(index: number): number {
    const { items } = this
    return index === 0 ? 0 : timeOf(items[index]) - endOf(items[index - 1], items[index])
  }

  /** Whether the room before a line is wide enough for words. */
  isLongPause(index: number): boolean {
    return this.pauseBefore(index) >= LONG_PAUSE_MS
  }

  /** The last line whose upper edge is at or above `y`. */
  indexAt(y: number): number {
    return this.#search((index) => this.top(index) <= y)
  }

  /** The last line that is not later than `at`, -1 when all are. */
  indexBy(at: number): number {
    return this.#search((index) => timeOf(this.items[index]) <= at)
  }

  /** The first line that is not earlier than `at`. */
  indexFrom(at: number): number {
    return this.#search((index) => timeOf(this.items[index]) < at) + 1
  }

  /** The middle of a line, pixels. */
  middle(index: number): number {
    return this.top(Math.max(0, index)) + this.rowHeight / 2
  }

  /** The last index for which a condition holds that holds up to some line and for none after. */
  #search(holds: (index: number) => boolean): number {
    let low = -1
    let high = this.items.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (holds(middle)) low = middle
      else high = middle - 1
    }
    return low
  }
}

export function timeOf(item: Item | undefined): number {
  return item?.rows[0].at ?? 0
}

/** When an item is over; the header of an unfolded burst is not longer than its first row. */
function endOf(item: Item | undefined, next: Item | undefined): number {
  const unfolded = item?.expanded === true && next?.level === 2
  return (unfolded ? undefined : item?.rows.at(-1)?.at) ?? timeOf(item)
}

function roomFor(pause: number): number {
  if (pause < NOTICEABLE_MS) return 0
  return Math.min(MAX_GAP, Math.round(PIXELS_A_DOUBLING * Math.log2(pause / NOTICEABLE_MS)))
}
