import { CliError } from '../../src/command-line/cli-error.ts'
import { PusherFakeError } from '../../src/errors/pusher-fake-error.ts'

/**
 * What the author of a test may be told of a wrong call.
 *
 * @returns the error's code
 * @throws any other error, which is our own fault
 */
export function ownError(error: unknown): string {
  if (error instanceof PusherFakeError) return error.code
  if (error instanceof CliError) return error.name
  throw error
}
