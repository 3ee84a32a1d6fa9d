import { callerOf, withStackOf } from '../errors/caller.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import type { ForgottenWait } from '../server/waits/open-waits.ts'

/** The error for waits that nobody has awaited, if there are any; its stack leads to the first. */
export function forgottenError(forgotten: readonly ForgottenWait[]): PusherFakeError | undefined {
  const [first] = forgotten
  if (first === undefined) return undefined
  const { reason, trace } = first
  const lines = [
    'The test is over, and nobody has awaited what it waits for.',
    ...forgotten.map(showWait),
    'Put await before it. Where the outcome is of no matter, say so: .catch(() => {}).',
    ...(reason instanceof Error ? [reason.message] : []),
  ]
  return withStackOf(trace, new PusherFakeError('forgotten_await', lines.join('\n')))
}

function showWait({ what, trace }: ForgottenWait): string {
  const place = callerOf(trace)
  return place === undefined
    ? `  Nobody awaits ${what}.`
    : `  ${place.file.replace('file://', '')}:${place.line}:${place.column} waits for ${what}.`
}
