import type { BrowserContext, Page, Request as PageRequest, Route } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthEndpoints } from '../src/auth/auth-endpoints.ts'
import { classifyRequest, PUSHER_REQUESTS } from '../src/protocol/pusher-request.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import { ContextBridge } from './bridge/context-bridge.ts'
import { ContextWitness } from './context-witness.ts'
import { quietly } from './quietly.ts'
import { routeEndpoints, routeRequests } from './routes/route-requests.ts'
import { tellScriptMismatch } from './routes/script-mismatch.ts'
import { SlippedRequests } from './routes/slipped-requests.ts'
import { type Owned, type RouteClaim, tameRoutes } from './routes/user-routes.ts'
import { SwitchedService } from './switched-service.ts'
import { markRequests, markRoute } from './test-header.ts'
import { WorkerScripts } from './workers/worker-scripts.ts'
import { reaches } from './workers/worker-watch.ts'

/** Where clients that nothing injected reaches may connect to a fake, such as service workers. */
export type Listener = Pick<PusherServer, 'socketUrl' | 'webUrl'>

const contexts = new WeakMap<BrowserContext, ServedContext>()

/** A context whose documents and requests lead to one or several fakes. */
export class ServedContext {
  /** Resolves when the context leads here. */
  readonly installed: Promise<void>
  readonly #context: BrowserContext
  readonly #service = new SwitchedService()
  readonly #endpoints = new Map<string, RegExp>()
  /** Where each fake takes real sockets and calls of backends; the newest is the last. */
  readonly #served = new Map<PusherApp, Listener>()
  #isMarking = false
  /** Fakes that can ask the context's pages. */
  readonly #seen = new WeakSet<PusherApp>()
  readonly #slipped: SlippedRequests
  readonly #watchScripts: (request: PageRequest) => void
  readonly #route: BrowserContext['route']
  readonly #workers: WorkerScripts

  private constructor(context: BrowserContext) {
    this.#context = context
    const { route } = context
    this.#route = (...args) => quietly(context, () => route.apply(context, args))
    this.#workers = new WorkerScripts(this.#route, () => this.#endpoints.values())
    const mark = (asked: Route) => markRoute(asked, this.#address)
    const claim = { owns: (url: string) => this.#owns(url), report: this.#report, mark }
    markRequests(context.request, this.#address)
    this.#slipped = new SlippedRequests(claim)
    this.#watchScripts = tellScriptMismatch(context, { report: this.#report })
    this.#tame(context, {
      ...claim,
      seen: this.#see,
      fulfilled: (url, options) => this.#workers.compose(url, options),
    })
    this.installed = quietly(context, () => this.#install())
  }

  /** The one of this context. */
  static of(context: BrowserContext): ServedContext {
    const known = contexts.get(context)
    if (known !== undefined) return known
    const served = new ServedContext(context)
    contexts.set(context, served)
    // Playwright can hand out a context once more, which has nothing of ours then.
    context.on('close', () => contexts.delete(context))
    return served
  }

  /** Connects the context to one fake more, or to the same with other options. */
  async serve(fake: PusherApp, endpoints: AuthEndpoints, server?: Listener): Promise<void> {
    if (!this.#seen.has(fake)) {
      this.#seen.add(fake)
      fake.witnesses.add(new ContextWitness(this.#context))
    }
    this.#served.delete(fake)
    if (server !== undefined) this.#served.set(fake, server)
    const fresh = endpoints.patterns().filter(({ source }) => !this.#endpoints.has(source))
    for (const pattern of fresh) this.#endpoints.set(pattern.source, pattern)
    // Playwright takes long to load a file, which the first request would wait for.
    await Promise.all([this.installed, this.#routeEndpoints(fresh), endpoints.prepare()])
    if (server !== undefined && !this.#isMarking) {
      this.#isMarking = true
      await this.#routeMarks()
    }
    this.#service.open(fake, endpoints)
  }

  /** From now on clients of these fakes wait until they are served again. */
  wait(fakes: Iterable<PusherApp>): void {
    this.#slipped.flush()
    this.#service.close(fakes)
  }

  /** Sends every client away for good. */
  end(): void {
    this.#service.end()
  }

  async #install(): Promise<void> {
    this.#slipped.watch(this.#context)
    await Promise.all([
      this.#workers.install(),
      ContextBridge.install(this.#context, this.#service, (url) =>
        [...this.#served.values()].some((server) => reaches(server, url)),
      ),
      this.#routeRequests(),
    ])
  }

  #tame(context: BrowserContext, claim: RouteClaim): void {
    const { unrouteAll } = context
    context.unrouteAll = async (options) => {
      const done = unrouteAll.call(context, options)
      // In the same breath: no request finds the context without.
      await Promise.all([
        this.#workers.install(),
        this.#routeRequests(),
        this.#routeEndpoints(this.#endpoints.values()),
        this.#routeMarks(),
        done,
      ])
    }
    tameRoutes(context, claim)
    const tamePage = (page: Page) => tameRoutes(page, claim)
    for (const page of context.pages()) tamePage(page)
    context.on('page', tamePage)
  }

  /** The last that is made, and so the first that is asked. */
  async #routeMarks(): Promise<void> {
    if (!this.#isMarking) return
    await this.#route('**/*', (asked) => {
      markRoute(asked, this.#address)
      return asked.fallback()
    })
  }

  readonly #address = (): string | undefined => [...this.#served.values()].at(-1)?.webUrl

  #routeRequests(): Promise<void> {
    return routeRequests(this.#route, this.#service, this.#see)
  }

  #routeEndpoints(patterns: Iterable<RegExp>): Promise<void> {
    return routeEndpoints(
      this.#route,
      patterns,
      this.#service.underWay,
      async (request, backend, asked) => {
        this.#see(asked)
        return this.#service.authorize(request, backend)
      },
    )
  }

  #owns(url: string): Owned | undefined {
    const ofWorker = this.#workers.owns(url)
    if (ofWorker !== undefined) return ofWorker
    const isRouted = PUSHER_REQUESTS.some((pattern) => pattern.test(url))
    const request = isRouted ? classifyRequest(url) : undefined
    if (request?.kind === 'script') return request.live ? 'pusher' : 'shared'
    return request ? 'pusher' : this.#service.answers(url) ? 'shared' : undefined
  }

  /** A route that knows the fake decides on this request. */
  readonly #see = (request: PageRequest): void => {
    this.#slipped.seen(request)
    this.#watchScripts(request)
  }

  readonly #report: RouteClaim['report'] = (problem) => this.#service.report(problem)
}
