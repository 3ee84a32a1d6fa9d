import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'

/**
 * A value of a test's author as JSON text.
 *
 * @param what the value is, for the message
 * @throws PusherFakeError `invalid_data` when there is no JSON for it: undefined, a function, a circle, a BigInt
 */
export function encodeJson(value: unknown, what: string): string {
  let text: string | undefined
  let reason = ''
  try {
    text = JSON.stringify(value)
  } catch (error) {
    reason = ` (${error instanceof Error ? error.message : String(error)})`
  }
  if (text !== undefined) return text
  throw new PusherFakeError(
    'invalid_data',
    `${what} must be JSON, got ${showValue(value)}${reason}. Pass {} or null for none.`,
  )
}
