import { checkOptions, FUNCTION, type Rules } from '../check-options.ts'
import { systemClock } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { WAIT_RULES, type WaitOptions } from './wait-options.ts'

/** How long to wait, and how to move time on meanwhile. */
export interface SettledOptions extends WaitOptions {
  /**
   * Moves the test's fake timers on by as many milliseconds, where it has some: pusher-js's own obey them.
   * `vi.advanceTimersByTime`, `jest.advanceTimersByTime`, `clock.tick` of Sinon, `(ms) => page.clock.runFor(ms)`.
   */
  readonly advanceTimers?: (ms: number) => unknown
}

const SETTLED_RULES: Rules<SettledOptions> = { ...WAIT_RULES, advanceTimers: FUNCTION }

/** Between two frames pusher-js waits for a timer of 0 ms at most; an app may add some of its own. */
const QUIET_TURNS = 5

/**
 * Resolves when nothing has been on its way for some turns of the real clock: no frame, no request that the
 * fake answers, no message that a fault delays.
 *
 * @throws PusherFakeError `timeout`, `closed`, `invalid_option`
 */
export function settled(engine: Engine, options: SettledOptions = {}): Promise<void> {
  checkOptions(options, SETTLED_RULES, 'settled')
  const { timeout = engine.waits.timeout, advanceTimers } = options
  const { underWay } = engine
  const awaited = { what: 'everything to be settled', explain: () => describe(underWay.list()) }
  return engine.waits.open<void>(awaited, (resolve, fail) => {
    let over = false
    const timer = systemClock.setTimeout(
      () => fail('timeout', `Waited ${timeout} ms for ${awaited.what}, in vain.`),
      timeout,
    )
    const run = async () => {
      for (let quiet = 0; quiet < QUIET_TURNS; ) {
        const before = stateOf(engine)
        await advanceTimers?.(1)
        await new Promise<void>((next) => systemClock.setTimeout(next, 0))
        const isQuiet = (await underWay.turn()) && stateOf(engine) === before
        if (over) return
        quiet = isQuiet ? quiet + 1 : 0
      }
      resolve()
    }
    run().catch((error: unknown) => fail('invalid_option', `settled: advanceTimers: ${error}`))
    return () => {
      over = true
      systemClock.clearTimeout(timer)
    }
  })
}

/** Another number as soon as anything was sent, heard, begun or ended. */
function stateOf({ log, underWay }: Engine): number {
  return log.count + underWay.changes
}

function describe(open: readonly string[]): string {
  const lines = [...new Set(open)].map((what) => {
    const times = open.filter((other) => other === what).length
    return `  ${what}${times > 1 ? ` (${times} times)` : ''}`
  })
  return lines.length > 0
    ? `Still under way:\n${lines.join('\n')}`
    : 'Frames kept coming, or a client did not say that it has heard them.'
}
