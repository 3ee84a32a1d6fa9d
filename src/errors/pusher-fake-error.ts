/** Stable identifiers of the errors that this package throws; switch on these, not on messages. */
export type PusherFakeErrorCode =
  | 'invalid_option'
  | 'invalid_channel_name'
  | 'invalid_event_name'
  | 'invalid_data'
  | 'invalid_recording'
  | 'missing_encryption_key'
  | 'not_connected'
  | 'subscription_rejected'
  | 'timeout'
  | 'closed'
  | 'forgotten_await'
  | 'no_websocket'
  | 'no_running_test'
  | 'frozen_global'
  | 'unhandled_request'
  | 'contract'
  | 'invalid_schema'
  | 'invalid_plan'
  | 'fault_missed'
  | 'sweep_failed'
  | 'sweep_broken'

/** A line for the author of a test: who says it, which code to look up, and what there is to say. */
export function tagged(code: string, message: string): string {
  return `[pusher-js-fake] ${code}: ${message}`
}

/** What there is to say, for a place that shows by itself who says it. */
export function untagged(line: string): string {
  return line.replace(/^\[pusher-js-fake\] \w+: /, '')
}

/**
 * An error made by the author of a test. The message has the code, what was wrong, the likely cause and what
 * to write instead; docs/troubleshooting.md has a section for each code.
 */
export class PusherFakeError extends Error {
  /** Stable, unlike the words of the message. */
  readonly code: PusherFakeErrorCode

  constructor(code: PusherFakeErrorCode, message: string, options?: ErrorOptions) {
    super(tagged(code, message), options)
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
