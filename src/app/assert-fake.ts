import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import type { PusherApp } from './pusher-app.ts'

/** Whether a value is a fake, one of another copy of this package as well. */
export function isFake(value: unknown): value is PusherApp {
  return typeof value === 'object' && value !== null && 'describe' in value && 'faults' in value
}

/**
 * For callers without types.
 *
 * @param call how it is written, put into the message
 * @throws PusherFakeError `invalid_option`
 */
export function assertFake(value: unknown, call: string): void {
  if (isFake(value)) return
  throw new PusherFakeError(
    'invalid_option',
    `Expected a fake, of createPusherFake() or of a fixture, got ${showValue(value)}. Write: ${call}`,
  )
}
