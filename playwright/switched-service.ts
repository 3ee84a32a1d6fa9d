import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthEndpoints } from '../src/auth/auth-endpoints.ts'
import { Lobby } from '../src/browser/lobby.ts'
import { GIVE_UP } from '../src/protocol/close-codes.ts'
import type { ConnectionUrl } from '../src/protocol/connection-url.ts'
import type { Link, LinkInput } from '../src/server/connections/link.ts'
import type { Problem } from '../src/server/events.ts'

/** What a context is connected to. */
export type Service = Pick<PusherApp, 'accept' | 'fetch' | 'report'>

/** The service of a context that outlives tests: that of the test which runs; between tests sockets wait. */
export class SwitchedService implements Service {
  readonly #lobby = new Lobby()
  #fake: PusherApp | undefined
  #endpoints: AuthEndpoints | undefined
  #ended = false

  accept(link: Link, url: ConnectionUrl): LinkInput {
    if (this.#ended) return refuse(link)
    return (this.#fake ?? this.#lobby).accept(link, url)
  }

  async fetch(request: Request): Promise<Response> {
    if (this.#fake !== undefined) return this.#fake.fetch(request)
    return new Response('No test with a pusherFake runs.\n', { status: 503 })
  }

  /** What the app's endpoints answer; undefined when no test runs. */
  async authorize(request: Request): Promise<Response | undefined> {
    return this.#endpoints?.handle(request)
  }

  report(problem: Problem): void {
    if (this.#fake !== undefined) this.#fake.report(problem)
    else console.warn(`[pusher-js-fake] Outside of a test: ${problem.message}`)
  }

  /** Lets in who waits, and everybody who comes. */
  open(fake: PusherApp, endpoints: AuthEndpoints): void {
    this.#fake = fake
    this.#endpoints = endpoints
    this.#lobby.empty(fake)
  }

  /** From now on sockets wait. */
  close(): void {
    this.#fake = undefined
    this.#endpoints = undefined
  }

  /** Sends everybody away for good. */
  end(): void {
    this.close()
    this.#ended = true
    this.#lobby.empty({ accept: refuse })
  }
}

function refuse(link: Link): LinkInput {
  link.open()
  link.close(GIVE_UP, 'The test of this context is over')
  return { receive() {}, closed() {} }
}
