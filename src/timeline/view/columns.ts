import type { TimelineModel } from '../timeline-model.ts'

/** Which connections have a column of their own. */
export interface Columns {
  /** Lanes that have one, from left to right. */
  readonly shown: readonly number[]
  /** Those that share the last column. */
  readonly folded: readonly number[]
}

/**
 * A report has all of them, to scroll to. Where one follows what happens, a connection that is closed is of
 * no more interest, and of the others the latest have a column, as many as fit.
 *
 * @param room columns, of which the shared one takes one
 */
export function columnsOf(
  { lanes, lives }: TimelineModel,
  room: number,
  follows: boolean,
): Columns {
  const all = lanes.map((_, lane) => lane)
  if (!follows) return { shown: all, folded: [] }
  const open = all.filter((lane) => lives[lane]?.closed !== true)
  const fits = open.length === all.length && all.length <= room
  const shown = fits ? open : open.slice(-Math.max(1, room - 1))
  return { shown, folded: all.filter((lane) => !shown.includes(lane)) }
}
