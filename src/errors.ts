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
