import { directionOf, type Row, type RowKind, searchText } from './row.ts'

/** What a reader wants to see; an empty or undefined field asks for nothing. */
export interface RowFilter {
  /** Words that must all be in a row, case aside. */
  readonly text: string
  readonly channel: string
  readonly event: string
  readonly lane: number | undefined
  /** As the service sees it. */
  readonly direction: 'in' | 'out' | undefined
  readonly hidden: ReadonlySet<RowKind>
}

/** Pings are the protocol's noise. */
export const NO_FILTER: RowFilter = {
  text: '',
  channel: '',
  event: '',
  lane: undefined,
  direction: undefined,
  hidden: new Set(['ping']),
}

export function filterRows(rows: readonly Row[], filter: RowFilter): readonly Row[] {
  const { text, channel, event, lane, direction, hidden } = filter
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(
    (row) =>
      !hidden.has(row.kind) &&
      (channel === '' || row.channel === channel) &&
      (event === '' || row.label === event) &&
      (lane === undefined || row.lane === lane) &&
      (direction === undefined || directionOf(row) === direction) &&
      includesAll(row, words),
  )
}

const texts = new WeakMap<Row, string>()

function includesAll(row: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = texts.get(row) ?? searchText(row)
  texts.set(row, text)
  return words.every((word) => text.includes(word))
}
