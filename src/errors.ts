/** Stable identifiers of the errors that this package throws; switch on these, not on messages. */
export type PusherFakeErrorCode =
  | 'invalid_option'
  | 'invalid_channel_name'
  | 'invalid_event_name'
  | 'invalid_data'
  | 'missing_encryption_key'
  | 'not_connected'
  | 'subscription_rejected'
  | 'timeout'
  | 'closed'
  | 'node_build'
  | 'no_websocket'
  | 'unhandled_request'

/** An error made by the author of a test: what was wrong, what was expected, how to fix it. */
export class PusherFakeError extends Error {
  readonly code: PusherFakeErrorCode

  constructor(code: PusherFakeErrorCode, message: string) {
    super(`[pusher-js-fake] ${message}`)
    this.name = 'PusherFakeError'
    this.code = code
  }
}

const SHOWN = 200

/** A value as a message shows it, whatever it is: a circle and a BigInt have no JSON. */
export function showValue(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'number') return String(value)
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    text = typeof value === 'object' ? 'an object without JSON' : undefined
  }
  text ??= String(value)
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`
}
