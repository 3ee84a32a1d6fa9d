import type { Row, Stop } from './row.ts'
import type { TimelineModel } from './timeline-model.ts'

/** Where a row goes, in words: `ada → service`. */
export function routeOf({ arrow, lane }: Row, { lanes }: Pick<TimelineModel, 'lanes'>): string {
  const name = (stop: Stop) => (typeof stop === 'number' ? (lanes[stop]?.label ?? '?') : stop)
  if (arrow !== undefined) return `${name(arrow.from)} → ${name(arrow.to)}`
  return lane === undefined ? '' : name(lane)
}

/** What the picture of a line shows, in words. */
export function routesOf(rows: readonly [Row, ...Row[]], model: TimelineModel): string {
  const routes = [...new Set(rows.map((row) => routeOf(row, model)))]
  return routes.length > 3 ? `${routes.length} routes` : routes.join(', ')
}
