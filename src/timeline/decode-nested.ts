/** How deep Pusher itself nests JSON in strings: data, and `channel_data` or `user_data` in them. */
const MAX_DEPTH = 4

/**
 * A value to read: strings that are JSON of an object or an array stand as what they encode, however
 * often they were encoded. Other strings stay, so that `"1"` is told from `1`.
 */
export function decodeNested(value: unknown, depth: number = MAX_DEPTH): unknown {
  if (typeof value === 'string') {
    const decoded = depth > 0 ? parseContainer(value) : undefined
    return decoded === undefined ? value : decodeNested(decoded, depth - 1)
  }
  if (Array.isArray(value)) return value.map((item) => decodeNested(item, depth))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, decodeNested(member, depth)]),
  )
}

function parseContainer(text: string): object | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'string') return parseContainer(value)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
