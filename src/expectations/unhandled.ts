import type { PusherApp } from '../app/pusher-app.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import type { Rule } from '../server/check-options.ts'

/** What becomes of a test that dialled Pusher where nothing answers. */
export type UnhandledPolicy = 'fail' | 'warn'

export const UNHANDLED_POLICY: Rule = [
  "'fail' or 'warn'",
  (value) => value === 'fail' || value === 'warn',
]

/**
 * Notes what is meant for Pusher and finds no fake; a `reset` in the middle of a test does not forget it.
 *
 * @returns the messages so far, each once
 */
export function watchUnhandled(fake: Pick<PusherApp, 'on'>): () => readonly string[] {
  const messages = new Set<string>()
  fake.on('problem', ({ code, message }) => {
    if (code === 'unhandled_request') messages.add(message)
  })
  return () => [...messages]
}

/** The error that lists them, if there are any. */
export function unhandledError(unhandled: readonly string[]): PusherFakeError | undefined {
  if (unhandled.length === 0) return undefined
  const lines = unhandled.map((message) => `  ${message}`).join('\n')
  return new PusherFakeError(
    'unhandled_request',
    `The test made requests to Pusher that nothing answers:\n${lines}`,
  )
}
