import { scheduleMacrotask } from '../browser/realm/macrotask.ts'
import { type PropertyPatch, replaceProperty } from '../browser/realm/property-patch.ts'
import type { Realm } from '../browser/realm/realm.ts'
import type { StorySession } from './story-session.ts'

const TIMERS = ['setTimeout', 'setInterval', 'requestAnimationFrame'] as const

type Timer = (callback: unknown, ...rest: unknown[]) => unknown

/**
 * Knows, of several stories on a page, which one is at work: the one that is being mounted, whose socket or
 * timer has just fired, or in whose canvas the event happened that is being handled. A client names its app
 * and nothing else, so this is how it is told whose it is: pusher-js changes to a fallback, and tries again,
 * by timers. What a story opens after a request of its own is not told apart.
 */
export class StoryZone {
  readonly #realm: Realm
  readonly #sessionOn: (canvas: Element) => StorySession | undefined
  #current: StorySession | undefined
  #turn: Promise<void> = Promise.resolve()
  #stories = 0
  #timers: readonly PropertyPatch<Timer>[] = []

  constructor(realm: Realm, sessionOn: (canvas: Element) => StorySession | undefined) {
    this.#realm = realm
    this.#sessionOn = sessionOn
  }

  get current(): StorySession | undefined {
    return this.#current ?? this.#handling()
  }

  /**
   * Mounts one story after the other, so that what opens meanwhile is this one's.
   *
   * @param signal aborts when the story leaves the page
   */
  async mount<Result>(
    session: StorySession,
    signal: AbortSignal,
    mount: () => Promise<Result>,
  ): Promise<Result> {
    this.#follow(signal)
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

  /** Runs a client's handlers: what they open, at once or by a timer, is the same story's. */
  run(session: StorySession, handlers: () => void): void {
    const outer = this.#current
    this.#current = session
    try {
      handlers()
    } finally {
      this.#current = outer
    }
  }

  /** The timers of a story are its own, for as long as it is on the page. */
  #follow(signal: AbortSignal): void {
    if (signal.aborted) return
    this.#stories += 1
    if (this.#stories === 1) this.#timers = TIMERS.map((name) => this.#patch(name))
    signal.addEventListener('abort', () => {
      this.#stories -= 1
      if (this.#stories > 0) return
      for (const timer of this.#timers) timer.restore()
    })
  }

  #patch(name: (typeof TIMERS)[number]): PropertyPatch<Timer> {
    return replaceProperty<Timer>(this.#realm, name, (original) => (callback, ...rest) => {
      const session = this.#stories > 0 ? this.current : undefined
      if (session === undefined || typeof callback !== 'function') {
        return original.call(this.#realm, callback, ...rest)
      }
      const theirs = (...args: unknown[]) => this.run(session, () => void callback(...args))
      return original.call(this.#realm, theirs, ...rest)
    })
  }

  /** In whose canvas the event has happened that the page handles just now. */
  #handling(): StorySession | undefined {
    const path = this.#realm.event?.composedPath() ?? []
    for (const target of path) {
      const session = this.#sessionOn(target as Element)
      if (session !== undefined) return session
    }
    return undefined
  }

  #leave(session: StorySession, done: () => void): void {
    if (this.#current === session) this.#current = undefined
    done()
  }
}

function anotherTask(): Promise<void> {
  return new Promise((resolve) => scheduleMacrotask(resolve))
}
