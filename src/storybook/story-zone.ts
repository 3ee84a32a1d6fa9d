import { scheduleMacrotask } from '../browser/macrotask.ts'
import { PropertyPatch } from '../browser/property-patch.ts'
import type { StorySession } from './story-session.ts'

/**
 * Knows, of several stories on a page, which one is at work: the one that is being mounted, or the one
 * whose socket has just spoken. A socket names its app and nothing else, so this is how it is told whose
 * it is. What a story opens later on, by a click or after a request of its own, is not told apart.
 */
export class StoryZone {
  #current: StorySession | undefined
  #turn: Promise<void> = Promise.resolve()

  get current(): StorySession | undefined {
    return this.#current
  }

  /** Mounts one story after the other, so that what opens meanwhile is this one's. */
  async mount<Result>(
    session: StorySession,
    signal: AbortSignal,
    mount: () => Promise<Result>,
  ): Promise<Result> {
    const previous = this.#turn
    const mine = Promise.withResolvers<void>()
    this.#turn = mine.promise
    await previous
    // A story that hangs while it mounts must not hold up the page for longer than it is there.
    signal.addEventListener('abort', () => this.#leave(session, mine.resolve))
    this.#current = session
    try {
      const result = await mount()
      // Effects that a framework defers until after painting belong to the mount.
      await anotherTask()
      await anotherTask()
      return result
    } finally {
      this.#leave(session, mine.resolve)
    }
  }

  /** Runs a socket's handlers: what they open, at once or by a timer, is the same story's. */
  run(session: StorySession, handlers: () => void): void {
    const outer = this.#current
    this.#current = session
    const timers = new PropertyPatch<typeof setTimeout>(globalThis, 'setTimeout', (original) => {
      const later = (callback: unknown, ms?: number, ...args: unknown[]) =>
        typeof callback === 'function'
          ? original(() => this.run(session, () => void callback(...args)), ms)
          : original(callback as () => void, ms)
      return later as typeof setTimeout
    })
    try {
      handlers()
    } finally {
      timers.restore()
      this.#current = outer
    }
  }

  #leave(session: StorySession, done: () => void): void {
    if (this.#current === session) this.#current = undefined
    done()
  }
}

function anotherTask(): Promise<void> {
  return new Promise((resolve) => scheduleMacrotask(resolve))
}
