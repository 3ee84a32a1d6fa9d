import type { CoverageData, EventCoverage } from './collect/coverage-data.ts'
import { lackOf, summarize } from './coverage-summary.ts'

/** The columns of a report, as text. */
export const COLUMNS = [
  'channel',
  'event',
  'declared',
  'bound by the app',
  'sent by tests',
  'by the backend',
  'by clients',
  'heard',
] as const

export function cellsOf(row: EventCoverage): readonly string[] {
  const { channel, event, declared, bound, sent, heard } = row
  const counts = [sent.test, sent.backend, sent.client].map((count) =>
    count === 0 ? '' : String(count),
  )
  const lack = lackOf(row)
  return [
    channel,
    event,
    declared ? 'yes' : '',
    bound ? 'yes' : '',
    ...counts,
    lack === undefined ? String(heard) : `never: ${lack}`,
  ]
}

/** The table for a terminal, and below it what it comes to. */
export function coverageTable(data: CoverageData): string {
  const lines = [COLUMNS, ...data.events.map(cellsOf)]
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  const show = (line: readonly string[]) =>
    line
      .map((cell, column) => printable(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const [head = '', ...rows] = lines.map(show)
  return [head, '-'.repeat(head.length), ...rows, '', describeSummary(data)].join('\n')
}

export function describeSummary(data: CoverageData): string {
  const { heard, total, percent } = summarize(data)
  if (total === 0) return 'No events are declared, and no client listened to any.'
  return `Events heard: ${heard} of ${total}, ${percent} %`
}

/** Names come from the app and its tests: none of them steers the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?')
}
