import { parseJson } from '../protocol/json.ts'

/** How deep Pusher itself nests JSON in strings: data, and `channel_data` or `user_data` in them. */
const MAX_DEPTH = 4

/** Deeper than honest data are; what is below stays as it is. */
const MAX_LEVEL = 1_000

/**
 * A value to read: strings that are JSON of an object or an array stand as what they encode, however
 * often they were encoded. Other strings stay, so that `"1"` is told from `1`.
 */
export function decodeNested(value: unknown): unknown {
  return decode(value, MAX_DEPTH, MAX_LEVEL)
}

/** @param levels how many levels of objects and arrays it may go down */
function decode(value: unknown, depth: number, levels: number): unknown {
  if (levels === 0) return value
  if (typeof value === 'string') {
    const decoded = depth > 0 ? parseContainer(value) : undefined
    return decoded === undefined ? value : decode(decoded, depth - 1, levels)
  }
  if (Array.isArray(value)) return value.map((item) => decode(item, depth, levels - 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, decode(member, depth, levels - 1)]),
  )
}

function parseContainer(text: string): object | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined
  const parsed = parseJson(text)
  if (!parsed.ok) return undefined
  const { value } = parsed
  if (typeof value === 'string') return parseContainer(value)
  return typeof value === 'object' && value !== null ? value : undefined
}
