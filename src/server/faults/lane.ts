import { backgroundTimer, type Clock } from '../clock.ts'
import type { UnderWay } from '../waits/under-way.ts'
import { DelayLine } from './delay-line.ts'
import type { Fate } from './message-faults.ts'

/** Milliseconds after which a message that waits for another to change places with goes alone. */
const ALONE_AFTER_MS = 1_000

/** One direction of a connection on which faults are at work. */
export class Lane {
  readonly #clock: Clock
  readonly #underWay: UnderWay
  readonly #inOrder: DelayLine
  readonly #late: DelayLine
  #held: (() => void) | undefined
  #timer: unknown
  #endHold: () => void = () => {}

  constructor(clock: Clock, underWay: UnderWay) {
    this.#clock = clock
    this.#underWay = underWay
    this.#inOrder = new DelayLine(clock, underWay)
    this.#late = new DelayLine(clock, underWay)
  }

  /** Whether nothing waits that a further message must come after. */
  get idle(): boolean {
    return this.#inOrder.idle && this.#held === undefined
  }

  /** Whether a message waits for the next one to change places with it. */
  get holds(): boolean {
    return this.#held !== undefined
  }

  /** @param latency milliseconds that it takes */
  pass(task: () => void, latency: number): void {
    if (latency === 0 && this.#inOrder.idle) task()
    else this.#inOrder.push(task, latency)
  }

  /** Lets a message through as its fate has it; one that was held comes after it. */
  passMessage(task: () => void, latency: () => number, { copies, lateBy, swaps }: Fate): void {
    const pass = () => {
      for (let copy = 0; copy < copies; copy += 1) {
        if (lateBy === 0) this.pass(task, latency())
        else this.#late.push(task, lateBy + latency())
      }
    }
    if (swaps) {
      this.#hold(pass)
      return
    }
    pass()
    this.release()
  }

  /** Lets go what was held back for another to come first. */
  release(): void {
    this.#clock.clearTimeout(this.#timer)
    const held = this.#held
    this.#held = undefined
    this.#endHold()
    held?.()
  }

  /** The connection is closed: what is late stays away, what is in order still arrives. */
  forgetLate(): void {
    this.#late.clear()
  }

  clear(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#held = undefined
    this.#endHold()
    this.#inOrder.clear()
    this.#late.clear()
  }

  #hold(pass: () => void): void {
    this.release()
    this.#held = pass
    this.#endHold = this.#underWay.begin('a message that a fault holds back')
    this.#timer = backgroundTimer(this.#clock, () => this.release(), ALONE_AFTER_MS)
  }
}
