import type { BrowserContext, Request } from '@playwright/test'
import { hasNoRoute } from '../../src/auth/backend.ts'
import type { RouteClaim } from './user-routes.ts'

/** What Chromium says of a request that a route or the page itself has ended. */
const ENDED_HERE = /ERR_(?:FAILED|ABORTED|BLOCKED_BY_)|NS_BINDING_ABORTED|cancelled/i

/**
 * Sees by its events which requests of a context went past every route that knows the fake: a route that was
 * there before has them, or none is asked.
 */
export class SlippedRequests {
  readonly #claim: Pick<RouteClaim, 'owns' | 'report'>
  readonly #seen = new WeakSet<Request>()
  readonly #pending = new Set<Request>()

  constructor(claim: Pick<RouteClaim, 'owns' | 'report'>) {
    const owns = (url: string) => {
      const owned = claim.owns(url)
      return owned === 'pusher' || owned === 'shared' ? owned : undefined
    }
    this.#claim = { owns, report: claim.report }
  }

  /** Begins to see. Each kind of event that nobody has listened to is a call. */
  watch(context: BrowserContext): void {
    context.on('request', (request) => {
      if (!this.#seen.has(request) && this.#claim.owns(request.url())) this.#pending.add(request)
    })
    context.on('requestfinished', (request) => void this.#finished(request).catch(ignoreGone))
    context.on('requestfailed', (request) => {
      if (!this.#pending.delete(request)) return
      if (!ENDED_HERE.test(request.failure()?.errorText ?? '')) this.#report(request)
    })
  }

  /** A route that knows the fake decides on it. */
  seen(request: Request): void {
    this.#seen.add(request)
    this.#pending.delete(request)
  }

  /** Reports those to Pusher that are under way still. */
  flush(): void {
    for (const request of this.#pending) {
      this.#pending.delete(request)
      if (this.#claim.owns(request.url()) === 'pusher') this.#report(request)
    }
  }

  async #finished(request: Request): Promise<void> {
    if (!this.#pending.has(request)) return
    const response = await request.response()
    const fulfilled = response === null || response.fromServiceWorker()
    if (fulfilled || (await response.serverAddr()) === null) {
      this.#pending.delete(request)
      return
    }
    if (!this.#pending.delete(request)) return
    const isShared = this.#claim.owns(request.url()) === 'shared'
    const answered = !hasNoRoute(response.status(), response.headers()['content-type'])
    if (!isShared || !answered) this.#report(request)
  }

  #report(request: Request): void {
    const message = `${request.method()} ${request.url()} went past the fake to the network: a route that was there before the fake has it. Call route.fallback() in it, or make it after the fake is attached.`
    this.#claim.report({ code: 'unhandled_request', message })
  }
}

/** The page, or the context, is gone. */
function ignoreGone(): void {}
