import { decodeNested } from './decode-nested.ts'
import type { Row } from './row.ts'

const PREVIEW_LENGTH = 160

/** A row's JSON to read: every string that encodes JSON stands as what it encodes. */
export function readableValue({ content }: Row): unknown {
  return decodeNested('wire' in content ? content.wire : content.value)
}

/** The data of a row in one line. */
export function previewOf(row: Row): string {
  if (row.problem !== undefined) return row.problem
  if (row.kind === 'rest') return dataOf(row, 'body')
  if (row.kind === 'webhook') return ''
  return row.arrow === undefined ? short(readableValue(row)) : dataOf(row, 'data')
}

function dataOf(row: Row, name: string): string {
  const value = readableValue(row)
  return typeof value === 'object' && value !== null ? short(Reflect.get(value, name)) : ''
}

function short(value: unknown): string {
  const text = value === undefined ? '' : JSON.stringify(value)
  if (text === undefined || text === '{}' || text === 'null') return ''
  return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)}…` : text
}
