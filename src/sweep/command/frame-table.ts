import { frameText } from '../plan/frame-text.ts'
import { type PlannedFault, printKind } from '../plan/plan.ts'
import type { TestSweep, TestVerdict } from './sweep-tests.ts'

const CELLS: Readonly<Record<TestVerdict, string>> = {
  held: 'held',
  broken: 'BROKEN',
  missed: 'missed',
}
const NOT_TRIED = '-'

/** Frame by fault, with a line for what else was tried. */
export function frameTable({ frames, outcomes }: TestSweep, kinds: readonly string[]): string {
  const single = outcomes.flatMap(({ plan: [fault, ...others], verdict }) =>
    fault !== undefined && others.length === 0 ? [{ fault, verdict }] : [],
  )
  const columns = kinds.filter((kind) => single.some(({ fault }) => printKind(fault) === kind))
  const frameRows = frames.map((frame) => ({
    label: `${frame.number} ${frameText(frame)}`,
    place: String(frame.number),
  }))
  const authorizations = single
    .filter(({ fault }) => fault.kind === 'deny')
    .map(({ fault }) => ({ label: `authorization ${placeOf(fault)}`, place: placeOf(fault) }))
  const rows = [...frameRows, ...authorizations].map(({ label, place }) => [
    label,
    ...columns.map((column) => {
      const found = single.find(
        ({ fault }) => printKind(fault) === column && placeOf(fault) === place,
      )
      return found === undefined ? NOT_TRIED : CELLS[found.verdict]
    }),
  ])
  const several = outcomes.filter(({ plan }) => plan.length > 1)
  const broken = several.filter(({ verdict }) => verdict === 'broken').length
  const pairs =
    several.length === 0 ? '' : `\n${several.length} plans of two faults, ${broken} broken`
  return `${aligned([['frame', ...columns], ...rows])}${pairs}`
}

function placeOf(fault: PlannedFault): string {
  return fault.kind === 'deny' ? `${fault.channel}#${fault.request}` : String(fault.frame)
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return rows.map((row) => `  ${line(row)}`.trimEnd()).join('\n')
}
