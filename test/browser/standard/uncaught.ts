import type { Surroundings } from './case.ts'

/** Takes the place of whoever listens to uncaught exceptions of the process. */
export const uncaughtInNode: Surroundings['uncaught'] = async (work) => {
  const others = process.listeners('uncaughtException')
  const messages: string[] = []
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', ({ message }) => messages.push(message))
  try {
    await work()
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const listener of others) process.on('uncaughtException', listener)
  }
  return messages
}

/** Hears a window's errors before anybody else does, and keeps them. */
export function uncaughtInWindow(window: typeof globalThis): Surroundings['uncaught'] {
  return async (work) => {
    const messages: string[] = []
    const hear = (event: ErrorEvent) => {
      messages.push(event.error?.message)
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('error', hear, { capture: true })
    try {
      await work()
      await new Promise((resolve) => setTimeout(resolve))
    } finally {
      window.removeEventListener('error', hear, { capture: true })
    }
    return messages
  }
}
