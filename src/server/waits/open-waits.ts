import { withStackOf } from '../../errors/caller.ts'
import { PusherFakeError, type PusherFakeErrorCode } from '../../errors/pusher-fake-error.ts'
import type { Subject } from '../diagnosis/subject.ts'

/** A promise that knows whether anybody has asked for its outcome, by `await`, `then` or a combinator. */
export class Answer<Result> extends Promise<Result> {
  #heard = false

  /** What follows from it is an ordinary promise. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  get heard(): boolean {
    return this.#heard
  }

  // biome-ignore lint/suspicious/noThenProperty: whether it is called is the point
  override then<Kept = Result, Caught = never>(
    onFulfilled?: ((value: Result) => Kept | PromiseLike<Kept>) | null,
    onRejected?: ((reason: unknown) => Caught | PromiseLike<Caught>) | null,
  ): Promise<Kept | Caught> {
    this.#heard = true
    return super.then(onFulfilled, onRejected)
  }
}

/** The outcome of a promise as a bystander learns it, who does not count as one that has heard it. */
export function overhear<Result>(promise: Promise<Result>): Promise<Result> {
  return Promise.prototype.then.call(promise, (value: unknown) => value) as Promise<Result>
}

/** Milliseconds that a wait has unless told: less than the 5,000 that Vitest and Jest give a test. */
export const DEFAULT_WAIT_MS = 4_000

/** What a test waits for. */
export interface Awaited {
  /** Completes "waited for …". */
  readonly what: string
  /** For whoever looks for the cause. */
  readonly subject?: Subject
  /** What can be said at once when it has not come about. */
  readonly explain?: () => string
  /** Finds out why, in place of `explain`, where there is time to. */
  readonly diagnose?: () => Promise<string>
  /** An expectation ends with its test, before what is torn down after it can fulfil it. */
  readonly endsWithTest?: boolean
}

type Fail = (code: PusherFakeErrorCode, message: string) => void

/** A wait that nobody has awaited. */
export interface ForgottenWait {
  readonly what: string
  /** Its stack leads to the line that waits. */
  readonly trace: Error
  /** Why it failed; none for one that what came after the test has fulfilled. */
  readonly reason: unknown
}

interface Watched extends ForgottenWait {
  readonly answer: Answer<unknown>
  reason: unknown
  /** It has failed, or it was open when the test ended. */
  missed: boolean
}

/** Everything that a test waits for, so that none of it outlives the fake. */
export class OpenWaits {
  readonly #open = new Map<() => void, Awaited>()
  #watched: Set<Watched> | undefined
  #closed = false
  #allowance = () => DEFAULT_WAIT_MS

  /** Milliseconds that a wait has unless told. */
  get timeout(): number {
    return this.#allowance()
  }

  /** For runners: how long a wait may take, so that it is over before its test. */
  allow(allowance: () => number): void {
    this.#allowance = allowance
  }

  /**
   * Waits until `begin` has a result, fails, or the fake is closed.
   *
   * @param begin starts to wait, and returns what stops it
   * @throws PusherFakeError `closed`, or what `begin` fails with; its stack leads to the line that waits
   */
  open<Result>(
    awaited: Awaited,
    begin: (resolve: (result: Result) => void, fail: Fail) => () => void,
  ): Answer<Result> {
    const { what, explain, diagnose } = awaited
    const trace = new Error(what)
    const answer = new Answer<Result>((resolve, reject) => {
      let over = false
      let stop = () => {}
      const finish = () => {
        over = true
        this.#open.delete(end)
        stop()
      }
      const fail: Fail = (code, message) => {
        finish()
        const tell = (why: string | undefined) => {
          const lines = why === undefined ? [message] : [message, why]
          reject(withStackOf(trace, new PusherFakeError(code, lines.join('\n'))))
        }
        // What ends with its test has no time to ask.
        if (code === 'closed' || diagnose === undefined) tell(explain?.())
        else diagnose().then(tell, () => tell(explain?.()))
      }
      const end = () => fail('closed', `The fake was closed while a test waited for ${what}.`)
      if (this.#closed) return end()
      this.#open.set(end, awaited)
      stop = begin((result) => {
        finish()
        resolve(result)
      }, fail)
      if (over) stop()
    })
    return this.#watch(answer, what, trace)
  }

  /** Lets a promise count as a wait that somebody has to await. */
  track<Result>(work: Promise<Result>, what: string): Answer<Result> {
    const answer = new Answer<Result>((resolve, reject) => {
      overhear(work).then(resolve, reject)
    })
    return this.#watch(answer, what, new Error(what))
  }

  /** For runners: keeps what nobody awaits, which is an unhandled rejection otherwise. */
  watch(): void {
    this.#watched ??= new Set()
  }

  /** For runners: the test is over, though not yet all that is torn down after it. */
  testEnded(): void {
    for (const [end, { endsWithTest }] of [...this.#open]) if (endsWithTest) end()
    for (const watched of this.#watched ?? []) watched.missed = true
  }

  /** For runners: what a test waits for just now. */
  pending(): readonly Awaited[] {
    return [...this.#open.values()]
  }

  /** Ends every wait, and at once each that is yet to come. */
  close(): void {
    this.#closed = true
    for (const end of [...this.#open.keys()]) end()
  }

  /** For runners: waits that failed, or were open when the test ended, and that nobody has awaited. */
  forgotten(): readonly ForgottenWait[] {
    return [...(this.#watched ?? [])].filter(({ answer, missed }) => missed && !answer.heard)
  }

  #watch<Result>(answer: Answer<Result>, what: string, trace: Error): Answer<Result> {
    const all = this.#watched
    if (all === undefined) return answer
    const watched: Watched = { answer, what, trace, reason: undefined, missed: false }
    all.add(watched)
    overhear(answer).then(
      () => {
        if (!watched.missed) all.delete(watched)
      },
      (reason) => {
        watched.missed = true
        watched.reason = reason
      },
    )
    return answer
  }
}
