import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthEndpoints } from '../src/auth/auth-endpoints.ts'
import type { Backend } from '../src/auth/backend.ts'
import { type ServedSession, SessionRouter } from '../src/browser/session-router.ts'
import type { ConnectionUrl } from '../src/protocol/connection-url.ts'
import type { Link, LinkInput } from '../src/server/connections/link.ts'
import type { Problem } from '../src/server/events.ts'
import { UnderWay } from '../src/server/waits/under-way.ts'

/** What a context is connected to. */
export type Service = Pick<PusherApp, 'accept' | 'fetch' | 'report' | 'underWay'>

/** The service of a context that outlives tests: that of the test which runs; between tests sockets wait. */
export class SwitchedService implements Service {
  /** What is on its way in the context, whichever test runs. */
  readonly underWay: UnderWay = new UnderWay()
  readonly #router = new SessionRouter()
  #fake: PusherApp | undefined
  #served: ServedSession | undefined
  #unwatch: (() => void) | undefined

  constructor() {
    this.#router.hold()
  }

  accept(link: Link, url: ConnectionUrl): LinkInput {
    return this.#router.dial(url).accept(link)
  }

  async fetch(request: Request): Promise<Response> {
    const answer = await this.#router.handle(request)
    return answer ?? new Response('No test with a pusherFake runs.\n', { status: 503 })
  }

  /** What the app's endpoints answer; undefined when no test runs. */
  authorize(request: Request, backend: Backend): Promise<Response | undefined> {
    return this.#router.handle(request, backend)
  }

  report(problem: Problem): void {
    if (this.#fake !== undefined) this.#fake.report(problem)
    else console.warn(`[pusher-js-fake] Outside of a test: ${problem.message}`)
  }

  /** Lets in who waits, and everybody who comes. */
  open(fake: PusherApp, endpoints: AuthEndpoints): void {
    this.#fake = fake
    this.#served = this.#router.add({ fake, endpoints })
    this.#unwatch = fake.underWay.watch(() => this.underWay.turn())
  }

  /** From now on sockets wait. */
  close(): void {
    this.#fake = undefined
    this.#served?.leave()
    this.#unwatch?.()
  }

  /** Sends everybody away for good. */
  end(): void {
    this.close()
    this.#router.end('The test of this context is over')
  }
}
