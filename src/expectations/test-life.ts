import type { PusherApp } from '../app/pusher-app.ts'
import { checkOptions } from '../server/check-options.ts'
import { systemClock } from '../server/clock.ts'
import { contractError, watchContracts } from './contract.ts'
import { type Reported, tellCauses } from './failed-test.ts'
import { forgottenError } from './forgotten.ts'
import { allowance, type RunnerTimeouts } from './runner-timeouts.ts'
import {
  UNHANDLED_POLICY,
  type UnhandledPolicy,
  unhandledError,
  watchUnhandled,
} from './unhandled.ts'

/** Milliseconds that what goes out has at the end of a test. */
const FLUSH_MS = 2_000
/** Milliseconds after which the end of a test waits for nothing any more. */
const GIVE_UP_MS = 6_000

/** How many of the last frames the text of a report has. */
const REPORTED_FRAMES = 50

/** What a runner adds to the end of a test. */
export interface Ending {
  /** Parts the test's clients from the fake, when nothing is awaited any more. */
  leave(): void | Promise<void>
  /** What goes out, by name; each is given the milliseconds that it has. */
  readonly flush?: Readonly<Record<string, (ms: number) => Promise<unknown>>>
  /** Shows what happened; called for a test that fails. `described` is the state before its end. */
  report?(described: string): Promise<void>
  /** Whether the test has failed by itself, so that it never came to await what it waits for. */
  hasFailed(): boolean
  /** The errors that the runner will report, for the diagnosis to be put below the first. */
  errors(): readonly Reported[]
}

/** The life of a test and its fake, whatever the runner. */
export class TestLife {
  readonly #fake: PusherApp
  readonly #unhandled: () => readonly string[]
  readonly #breaches: () => readonly string[]
  #described: string | undefined

  /** @throws PusherFakeError `invalid_option` */
  constructor(fake: PusherApp, onUnhandled: UnhandledPolicy | undefined, timeouts: RunnerTimeouts) {
    checkOptions({ onUnhandled }, { onUnhandled: UNHANDLED_POLICY })
    const policy = onUnhandled ?? 'fail'
    const unhandled = watchUnhandled(fake)
    this.#fake = fake
    this.#unhandled = policy === 'fail' ? unhandled : () => []
    this.#breaches = watchContracts(fake)
    fake.waits.watch()
    fake.waits.allow(allowance(timeouts))
  }

  /**
   * Puts into the errors of a test that has failed why, once: as long as its clients are there, since their end
   * is none of it.
   */
  async tell(errors: readonly Reported[]): Promise<void> {
    if (this.#described !== undefined) return
    const fake = this.#fake
    await fake.gatherEvidence()
    this.#described = fake.describe({ frames: REPORTED_FRAMES })
    await tellCauses(fake, errors)
  }

  /**
   * Closes the fake, lets out what is on its way, reports, and then fails the test for what nothing answers,
   * what breaks a contract, and what nobody awaits.
   *
   * @throws PusherFakeError `unhandled_request`, `contract`, `forgotten_await`
   */
  async end({ leave, flush = {}, report, hasFailed, errors: reported }: Ending): Promise<void> {
    const fake = this.#fake
    if (hasFailed()) await this.tell(reported())
    const described = this.#described ?? fake.describe({ frames: REPORTED_FRAMES })
    fake.waits.close()
    await leave()
    // Clients that outlive the test wait for the next one.
    fake.close({ reconnect: true })
    await Promise.all(Object.entries(flush).map(([name, send]) => this.#flush(name, send)))
    // A rejection that nobody handles is told after the microtasks of now, and is still this test's.
    await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 0))
    const failed = hasFailed()
    const errors = [
      unhandledError(this.#unhandled()),
      contractError(this.#breaches()),
      failed ? undefined : forgottenError(fake.waits.forgotten()),
    ].filter((error) => error !== undefined)
    if (failed || errors.length > 0) await report?.(described)
    const last = errors.at(-1)
    if (last === undefined) return
    last.message = errors.map(({ message }) => message).join('\n')
    throw last
  }

  async #flush(name: string, send: (ms: number) => Promise<unknown>): Promise<void> {
    let timer: unknown
    const bound = new Promise<void>((resolve) => {
      timer = systemClock.setTimeout(() => {
        const message = `Waited ${GIVE_UP_MS} ms after the test for ${name}, in vain.`
        this.#fake.report({ code: 'timeout', message })
        resolve()
      }, GIVE_UP_MS)
    })
    await Promise.race([send(FLUSH_MS), bound])
    systemClock.clearTimeout(timer)
  }
}
