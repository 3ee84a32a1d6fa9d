import { directionOf, type Row } from './row.ts'

/** What stands in one line: a row, or a burst of rows that say the same. */
export interface Item {
  readonly key: string
  /** One, or all of a burst. */
  readonly rows: readonly [Row, ...Row[]]
  /** 2 for a row of a burst that is unfolded. */
  readonly level: 1 | 2
  /** Of a burst. */
  readonly expanded?: boolean
}

const MIN_ROWS = 4
const MAX_PAUSE_MS = 50

/** Folds rows of one event, channel and direction that follow closely on each other. */
export function foldBursts(rows: readonly Row[], unfolded: ReadonlySet<string>): readonly Item[] {
  const items: Item[] = []
  for (let index = 0; index < rows.length; ) {
    const first = rows[index]
    if (first === undefined) break
    const burst: [Row, ...Row[]] = [first]
    for (let next = rows[index + 1]; next !== undefined; next = rows[index + burst.length]) {
      if (!continues(burst[burst.length - 1] ?? first, next)) break
      burst.push(next)
    }
    items.push(
      ...(burst.length < MIN_ROWS ? burst.map((row) => single(row)) : fold(burst, unfolded)),
    )
    index += burst.length
  }
  return items
}

function fold(rows: readonly [Row, ...Row[]], unfolded: ReadonlySet<string>): Item[] {
  const key = `burst of ${rows[0].key}`
  const expanded = unfolded.has(key)
  const burst: Item = { key, rows, level: 1, expanded }
  return expanded ? [burst, ...rows.map((row) => single(row, 2))] : [burst]
}

function single(row: Row, level: Item['level'] = 1): Item {
  return { key: row.key, rows: [row], level }
}

function continues(before: Row, next: Row): boolean {
  return (
    next.arrow !== undefined &&
    next.problem === undefined &&
    next.kind === before.kind &&
    next.label === before.label &&
    next.channel === before.channel &&
    directionOf(next) === directionOf(before) &&
    next.at - before.at <= MAX_PAUSE_MS
  )
}
