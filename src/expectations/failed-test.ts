import type { PusherApp } from '../app/pusher-app.ts'

/** An error as a runner keeps it to report it. */
export interface Reported {
  message?: string
  stack?: string
}

/** What an error says that has a diagnosis in it already. */
const TOLD = /\[pusher-js-fake\]|^Last frames \(/m
const HEAD = '\n\n[pusher-js-fake] '

/**
 * Puts below the first error of a failed test why it may have failed: the causes of what it still waits for, or
 * of anything where nothing is awaited; nothing where the fake knows of no cause, or the error has it.
 */
export async function tellCauses(fake: PusherApp, errors: readonly Reported[]): Promise<void> {
  const [error] = errors
  if (error === undefined || errors.some(({ message = '' }) => TOLD.test(message))) return
  const text = await textOf(fake)
  if (text === undefined) return
  const { message = '', stack } = error
  error.message = `${message}${HEAD}${text}`
  if (stack === undefined) return
  // Runners take for the message what stands before the first line of the stack.
  const frames = stack.search(/\n[ \t]+at /)
  error.stack =
    frames === -1
      ? `${stack}${HEAD}${text}`
      : `${stack.slice(0, frames)}${HEAD}${text}${stack.slice(frames)}`
}

async function textOf(fake: PusherApp): Promise<string | undefined> {
  const [awaited] = fake.waits.pending()
  if (awaited?.subject !== undefined) {
    const why = await fake.diagnose(awaited.subject)
    return [`The test waited for ${awaited.what}.`, why].join('\n')
  }
  const causes = await fake.causes({ kind: 'test' })
  if (causes.length === 0) return undefined
  return ['What the fake saw, and may be why:', ...causes, fake.describe()].join('\n')
}
