/** Anything that survives a JSON round trip. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

export type ParsedJson = { ok: true; value: unknown } | { ok: false }

/** Deeper than honest data are, and less deep than what `JSON.stringify`, which recurses, can write again. */
const MAX_DEPTH = 1_000

/** Parses text from outside without throwing; what is nested too deep to be written again is no JSON here. */
export function parseJson(text: string): ParsedJson {
  // Each level takes two characters at least.
  if (text.length > 2 * MAX_DEPTH && isTooDeep(text)) return { ok: false }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (character === '"') inString = !inString
    else if (inString) index += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Decodes `text` when it is JSON and hands it back as it is otherwise, as pusher-js does with event data. */
export function decodeData(text: string): unknown {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : text
}

const encoder = new TextEncoder()

export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** What takes a byte each; of all that is sent nearly everything. */
const PLAIN = /^[ -~]*$/

/** Length in UTF-8 bytes, the unit of Pusher's size limits. */
export function byteLength(text: string): number {
  return PLAIN.test(text) ? text.length : utf8Bytes(text).length
}

/** Whether a text is larger than a limit of UTF-8 bytes; most are too short to be worth counting. */
export function exceedsBytes(text: string, limit: number): boolean {
  const MAX_BYTES_A_UNIT = 3
  return text.length * MAX_BYTES_A_UNIT > limit && byteLength(text) > limit
}
