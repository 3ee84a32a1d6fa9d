/** Stable identifiers of what the control API refuses, besides those of `PusherFakeError`. */
export type ControlErrorCode =
  | 'invalid_request'
  | 'app_required'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'closing'

/** Ends a request with an error status; thrown by guard and endpoints, answered by the handler. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number
  readonly code: ControlErrorCode
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: ControlErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = headers
  }
}

export function notFound(message: string): ControlError {
  return new ControlError(404, 'not_found', message)
}
