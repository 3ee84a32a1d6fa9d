import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthEndpoints } from '../src/auth/auth-endpoints.ts'
import type { Backend } from '../src/auth/backend.ts'
import { type ServedSession, SessionRouter } from '../src/browser/session-router.ts'
import type { ConnectionUrl } from '../src/protocol/connection-url.ts'
import type { Link, LinkInput } from '../src/server/connections/link.ts'
import type { ProblemReport } from '../src/server/diagnosis/problem.ts'
import { UnderWay } from '../src/server/waits/under-way.ts'

/** What a context is connected to. */
export type Service = Pick<PusherApp, 'accept' | 'fetch' | 'report' | 'underWay'>

/** The services of a context, which may outlive tests: those of the test which runs; between tests sockets wait. */
export class SwitchedService implements Service {
  /** What is on its way in the context, whichever test runs. */
  readonly underWay: UnderWay = new UnderWay()
  readonly #router = new SessionRouter()
  /** The test's own fake is the first. */
  readonly #served = new Map<PusherApp, { session: ServedSession; unwatch: () => void }>()

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

  /** Whether it answers requests to this URL. */
  answers(url: string): boolean {
    return this.#router.answers(url)
  }

  /** What the app's endpoints answer; undefined when no test runs. */
  authorize(request: Request, backend: Backend): Promise<Response | undefined> {
    return this.#router.handle(request, backend)
  }

  report(problem: ProblemReport): void {
    const [fake] = this.#served.keys()
    if (fake !== undefined) fake.report(problem)
    else console.warn(`[pusher-js-fake] Outside of a test: ${problem.message}`)
  }

  /** Lets in who waits for this fake, and everybody who comes; with other endpoints when it is there already. */
  open(fake: PusherApp, endpoints: AuthEndpoints): void {
    const before = this.#served.get(fake)
    this.#served.set(fake, {
      session: this.#router.add({ fake, endpoints }),
      unwatch: fake.underWay.watch(() => this.underWay.turn()),
    })
    before?.session.leave()
    before?.unwatch()
  }

  /** From now on sockets of these fakes wait. */
  close(fakes: Iterable<PusherApp>): void {
    for (const fake of fakes) {
      const served = this.#served.get(fake)
      served?.session.leave()
      served?.unwatch()
      this.#served.delete(fake)
    }
  }

  /** Sends everybody away for good. */
  end(): void {
    this.close([...this.#served.keys()])
    this.#router.end('The test of this context is over')
  }
}
