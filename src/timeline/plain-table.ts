import { routeOf } from './describe-row.ts'
import { escapeHtml } from './escape-html.ts'
import { formatMoment } from './format-time.ts'
import { previewOf } from './row-value.ts'
import type { Timeline } from './timeline.ts'
import { timelineModel } from './timeline-model.ts'

const MAX_ROWS = 1_000

/** The rows as HTML that needs no script. */
export function plainTable(timeline: Timeline): string {
  const model = timelineModel(timeline)
  const { rows } = model
  const lines = rows.slice(0, MAX_ROWS).map((row) => {
    const cells = [
      formatMoment(row.at),
      row.label,
      row.channel ?? '',
      routeOf(row, model),
      previewOf(row),
    ]
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
  })
  const rest = rows.length > MAX_ROWS ? `<p>The first ${MAX_ROWS} of ${rows.length} rows.</p>` : ''
  return `<div class="plain"><table>
<thead><tr><th>Time, s</th><th>Event</th><th>Channel</th><th>Route</th><th>Data</th></tr></thead>
<tbody>${lines.join('\n')}</tbody>
</table>${rest}</div>`
}
