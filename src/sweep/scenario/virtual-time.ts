import { type GlobalNamespace, withGlobal } from '@sinonjs/fake-timers'
import { scheduleMacrotask } from '../../browser/realm/macrotask.ts'
import { type PropertyPatch, replaceProperty } from '../../browser/realm/property-patch.ts'
import { type Clock, systemClock } from '../../server/clock.ts'

/** What of a realm tells time, as far as it is there. */
const STOOD_IN = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'Date',
] as const

/** Tasks that run before time moves on: answers that come by promises and tasks are not overtaken. */
const TASKS_BETWEEN = 6
/** Milliseconds of real time that a scenario has when its own time stands still. */
const STANDSTILL_MS = 2_000

/** Time that moves on by itself to the next timer, as soon as nothing else happens. */
export class VirtualTime {
  readonly #timers: ReturnType<ReturnType<typeof withGlobal>['createClock']>
  readonly #patches: readonly PropertyPatch<unknown>[]

  /** Stands in for the timers and the date of the realm, until `end`. */
  constructor() {
    const realm = Object.fromEntries(STOOD_IN.map((name) => [name, Reflect.get(globalThis, name)]))
    this.#timers = withGlobal(realm as GlobalNamespace).createClock(systemClock.now())
    const timers: object = this.#timers
    this.#patches = STOOD_IN.filter((name) => realm[name] !== undefined).map((name) =>
      replaceProperty<unknown>(globalThis, name, () => Reflect.get(timers, name)),
    )
  }

  /** For a fake. */
  get clock(): Clock {
    const timers = this.#timers
    return {
      now: () => timers.now,
      setTimeout: (callback, ms) => timers.setTimeout(callback, ms),
      clearTimeout: (timer) => {
        timers.clearTimeout(timer as Parameters<typeof timers.clearTimeout>[0])
      },
    }
  }

  /**
   * Lets time go on until the work is done, `limit` milliseconds at most.
   *
   * @returns whether it was done
   */
  async run(work: Promise<unknown>, limit: number): Promise<boolean> {
    let done = false
    const note = () => {
      done = true
    }
    work.then(note, note)
    let isOver = false
    // Without it time might pass the limit with one long leap.
    this.#timers.setTimeout(() => {
      isOver = true
    }, limit)
    let standsSince: number | undefined
    for (;;) {
      for (let task = 0; task < TASKS_BETWEEN && !done; task += 1) await nextTask()
      if (done) return true
      if (!isOver) {
        this.#timers.next()
        continue
      }
      standsSince ??= systemClock.now()
      if (systemClock.now() - standsSince > STANDSTILL_MS) return false
      await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 1))
    }
  }

  /** What is due later never happens. */
  end(): void {
    for (const patch of this.#patches) patch.restore()
    this.#timers.reset()
  }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => scheduleMacrotask(resolve))
}
