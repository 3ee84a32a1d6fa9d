import type { PusherApp } from '../app/pusher-app.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'

/**
 * Notes what backend and clients send that is not as the option `events` says, where that is to fail a test; a
 * `reset` in the middle does not forget it.
 *
 * @returns the messages so far, each once
 */
export function watchContracts(fake: Pick<PusherApp, 'on' | 'contracts'>): () => readonly string[] {
  const messages = new Set<string>()
  fake.on('problem', ({ code, message }) => {
    const isBreach = code === 'contract' || code === 'invalid_schema'
    if (isBreach && fake.contracts === 'fail') messages.add(message)
  })
  return () => [...messages]
}

/** The error that lists them, if there are any. */
export function contractError(breaches: readonly string[]): PusherFakeError | undefined {
  if (breaches.length === 0) return undefined
  const lines = breaches.map((message) => `  ${message.replaceAll('\n', '\n  ')}`).join('\n')
  return new PusherFakeError(
    'contract',
    `Events of the test are not what the option "events" says:\n${lines}`,
  )
}
