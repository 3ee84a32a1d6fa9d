import { parseJson } from '../../protocol/json.ts'
import { ControlError } from './control-error.ts'

/** What a body may have, unless an endpoint takes more. */
export const MAX_BODY_BYTES = 1_048_576
const MAX_DISCARDED_BYTES = 16 * MAX_BODY_BYTES

/** The body as JSON, an empty one as `{}`. @throws ControlError 400, or 413 before it is read whole */
export async function readJson({ body }: Request, maxBytes: number): Promise<unknown> {
  const text = body === null ? '' : await readText(body, maxBytes)
  if (text === '') return {}
  const parsed = parseJson(text)
  // PHP cannot tell an empty object from an empty array.
  if (parsed.ok) return Array.isArray(parsed.value) && parsed.value.length === 0 ? {} : parsed.value
  throw new ControlError(400, 'invalid_request', 'The body must be JSON.')
}

/**
 * Reads on to the end of a body that is of no use: a client that is answered and cut off while it sends
 * may not see the answer, and one that is not cut off would send its next request behind the rest.
 *
 * @returns false when there is no end in sight
 */
export async function discardRest({ body }: Request): Promise<boolean> {
  if (body === null) return true
  const reader = body.getReader()
  for (let bytes = 0; bytes < MAX_DISCARDED_BYTES; ) {
    const { done, value } = await reader.read()
    if (done) return true
    bytes += value.byteLength
  }
  await reader.cancel()
  return false
}

/** @throws ControlError 413 before it is read whole */
export async function readText(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      if (bytes > maxBytes) {
        throw new ControlError(413, 'body_too_large', `A body may have up to ${maxBytes} bytes.`)
      }
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    reader.releaseLock()
  }
}
