import { formatMoment } from './format-time.ts'
import type { Row, Stop } from './row.ts'
import type { TimelineModel } from './timeline-model.ts'

/** Where a row goes, in words: `ada → service`. */
export function routeOf({ arrow, lane }: Row, { lanes }: Pick<TimelineModel, 'lanes'>): string {
  const name = (stop: Stop) => (typeof stop === 'number' ? (lanes[stop]?.label ?? '?') : stop)
  if (arrow !== undefined) return `${name(arrow.from)} → ${name(arrow.to)}`
  return lane === undefined ? '' : name(lane)
}

/** What a screen reader says of a line. */
export function spokenRows(rows: readonly [Row, ...Row[]], model: TimelineModel): string {
  const [row] = rows
  const routes = new Set(rows.map((each) => routeOf(each, model)))
  const [route] = routes
  return [
    row.kind === 'fault' || row.kind === 'step' ? `${row.kind} ${row.label}` : row.label,
    rows.length > 1 ? `${rows.length} times` : '',
    row.channel ?? '',
    routes.size > 1 ? `${routes.size} routes` : (route ?? ''),
    row.problem === undefined ? '' : `refused: ${row.problem}`,
    `at ${formatMoment(row.at)} s`,
  ]
    .filter((part) => part !== '')
    .join(', ')
}
