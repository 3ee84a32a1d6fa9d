import { systemClock } from '../server/clock.ts'
import type { WebhookRequest } from '../server/webhooks/webhook-event.ts'
import type { DeliverWebhooksOptions } from './deliver-options.ts'
import { postWebhook } from './post-webhook.ts'

/** A request that was given up. */
export interface FailedWebhook {
  /** What was to be posted. */
  readonly request: WebhookRequest
  /** The last answer or error. */
  readonly reason: string
}

/** What may wait for a receiver before the oldest is given up. */
const MAX_WAITING = 10_000
const MAX_WAITING_BYTES = 16_777_216
const KEPT_FAILURES = 1_000
/** How many are posted side by side when a last call runs out of time. */
const AT_ONCE = 50

interface Entry {
  readonly request: WebhookRequest
  readonly settled: Promise<void>
  settle(): void
}

/** The webhooks for one receiver: one after the other, each until it is delivered or given up. */
export class WebhookQueue {
  readonly failures: FailedWebhook[] = []
  /** How many were given up. */
  given = 0
  readonly #url: string
  readonly #options: Required<DeliverWebhooksOptions>
  readonly #report: (message: string) => void
  readonly #waiting: Entry[] = []
  readonly #underWay = new Set<Entry>()
  readonly #attempts = new Set<AbortController>()
  #waitingBytes = 0
  #hurry = new AbortController()
  #lastCalls = 0
  #stopped = false

  constructor(
    url: string,
    options: Required<DeliverWebhooksOptions>,
    report: (message: string) => void,
  ) {
    this.#url = url
    this.#options = options
    this.#report = report
  }

  add(request: WebhookRequest): void {
    let settle = () => {}
    const settled = new Promise<void>((resolve) => {
      settle = resolve
    })
    this.#waiting.push({ request, settled, settle })
    this.#waitingBytes += request.rawBody.length
    while (this.#waiting.length > MAX_WAITING || this.#waitingBytes > MAX_WAITING_BYTES) {
      const oldest = this.#take()
      if (oldest === undefined) break
      this.#giveUp(oldest, `${MAX_WAITING} others, or 16 MiB, wait for the receiver`)
      oldest.settle()
    }
    if (this.#underWay.size === 0) this.#next()
  }

  /** Resolves when what was added so far is delivered or given up. */
  async settled(): Promise<void> {
    await Promise.all([...this.#underWay, ...this.#waiting].map((entry) => entry.settled))
  }

  /** Gives everything one attempt and gives up what is not delivered after so many milliseconds. */
  async lastCall(ms: number): Promise<void> {
    const entries = [...this.#underWay, ...this.#waiting]
    this.#lastCalls += 1
    this.#hurry.abort()
    this.#hurry = new AbortController()
    // Who hangs must not cost the others their attempt.
    const half = systemClock.setTimeout(() => this.#postSideBySide(), ms / 2)
    const end = systemClock.setTimeout(() => this.#loseAll(ms), ms)
    await Promise.all(entries.map(({ settled }) => settled))
    systemClock.clearTimeout(half)
    systemClock.clearTimeout(end)
    this.#lastCalls -= 1
  }

  stop(): void {
    this.#stopped = true
    this.#hurry.abort()
    for (const attempt of this.#attempts) attempt.abort('stopped')
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) entry.settle()
  }

  #take(): Entry | undefined {
    const entry = this.#waiting.shift()
    if (entry !== undefined) this.#waitingBytes -= entry.request.rawBody.length
    return entry
  }

  #next(): void {
    const entry = this.#take()
    if (entry !== undefined) this.#start(entry)
  }

  #start(entry: Entry): void {
    this.#underWay.add(entry)
    void this.#deliver(entry).finally(() => {
      this.#underWay.delete(entry)
      entry.settle()
      if (this.#underWay.size === 0) this.#next()
    })
  }

  async #deliver(entry: Entry): Promise<void> {
    const { retryDelay, giveUpAfter, attemptTimeout } = this.#options
    let told: string | undefined
    let waited = 0
    for (let delay = retryDelay; !this.#stopped; delay *= 2) {
      const { reason, timedOut } = await this.#attempt(entry.request)
      if (reason === undefined || this.#stopped) return
      if (timedOut) waited += attemptTimeout
      if (this.#lastCalls > 0 || waited + delay > giveUpAfter) return this.#giveUp(entry, reason)
      if (reason !== told) {
        this.#report(
          `The webhook ${nameOf(entry.request)} to ${this.#url} failed: ${reason}. It is tried again for up to ${giveUpAfter} ms, and later ones wait for it. ${REMEDY}`,
        )
      }
      told = reason
      waited += delay
      await pause(delay, this.#hurry.signal)
    }
  }

  async #attempt(
    request: WebhookRequest,
  ): Promise<{ reason: string | undefined; timedOut: boolean }> {
    const { fetch, attemptTimeout } = this.#options
    const attempt = new AbortController()
    this.#attempts.add(attempt)
    const timer = systemClock.setTimeout(
      () => attempt.abort(`no answer within ${attemptTimeout} ms`),
      attemptTimeout,
    )
    const reason = await postWebhook(fetch, this.#url, request, attempt.signal)
    systemClock.clearTimeout(timer)
    this.#attempts.delete(attempt)
    return { reason, timedOut: attempt.signal.aborted }
  }

  #giveUp({ request }: Entry, reason: string): void {
    this.given += 1
    this.failures.push({ request, reason })
    if (this.failures.length > KEPT_FAILURES) this.failures.shift()
    this.#report(
      `The webhook ${nameOf(request)} to ${this.#url} was given up and is lost: ${reason}. ${REMEDY}`,
    )
  }

  #postSideBySide(): void {
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      this.#start(entry)
      if (this.#underWay.size >= AT_ONCE) return
    }
  }

  #loseAll(ms: number): void {
    const reason = `no answer within the last ${ms} ms`
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      this.#giveUp(entry, reason)
      entry.settle()
    }
    for (const attempt of this.#attempts) attempt.abort(reason)
  }
}

const REMEDY =
  'Is the app there, and does it answer 2xx to a signature by the key and secret of the fake?'

/** The names of a request's events, with their channels. */
function nameOf({ events }: WebhookRequest): string {
  return events.map(({ name, channel }) => `${name} ${JSON.stringify(channel)}`).join(', ')
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      systemClock.clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = systemClock.setTimeout(end, ms)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
