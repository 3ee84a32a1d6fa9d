import type { Browser, BrowserContext, TestInfo } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthOptions } from '../src/auth/auth-endpoints.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import { type AttachOptions, attachPusherFake, ContextBridge } from './context-bridge.ts'
import { routeEndpoints, routeRequests } from './route-requests.ts'
import { SwitchedService } from './switched-service.ts'
import { WorkerWatch } from './worker-watch.ts'

/** The service of a test, or of a hook, while it runs. */
export interface Session {
  readonly fake: PusherApp
  readonly auth: AuthOptions
  readonly testInfo: TestInfo
  readonly server: PusherServer | undefined
}

/** Which test runs in this process, and the contexts that are connected to it. */
export class Stage {
  #session: Session | undefined
  readonly #contexts = new Map<BrowserContext, StagedContext>()
  readonly #watches = new Set<WorkerWatch>()
  /** By fake, since Playwright can hand one context to test after test. */
  readonly #attached = new WeakMap<BrowserContext, PusherApp>()

  /** Connects the contexts that outlive a test to the one that begins. */
  async enter(session: Session): Promise<void> {
    this.#session = session
    for (const staged of [...this.#contexts.values()]) await staged.follow(session)
  }

  /** Resolves when everything that the test has caused is known; then its contexts wait for the next. */
  async leave(): Promise<void> {
    await Promise.all([...this.#watches].map((watch) => watch.flush()))
    for (const staged of this.#contexts.values()) staged.wait()
    this.#session = undefined
  }

  /** Connects a context of the test alone. */
  async attach(context: BrowserContext, options: AuthOptions = {}): Promise<void> {
    const session = this.#session
    if (session === undefined || this.#attached.get(context) === session.fake) return
    this.#attached.set(context, session.fake)
    const { fake, auth, server } = session
    await attachPusherFake(context, fake, attachOptions({ ...auth, ...options }, server))
  }

  /**
   * Connects every context that somebody makes of the browser: one made by a test ends with it, one made
   * by a hook or a worker's fixture follows from test to test.
   */
  async watch(browser: Browser): Promise<() => Promise<void>> {
    const own = Object.getOwnPropertyDescriptor(browser, 'newContext')
    const original = browser.newContext
    browser.newContext = async (options) => {
      const context = await original.call(browser, options)
      await this.#adopt(context)
      return context
    }
    plainNewContext.set(browser, original.bind(browser))
    const watch = await WorkerWatch.start(browser, (message) => this.#report(message))
    if (watch !== undefined) this.#watches.add(watch)
    return async () => {
      if (own === undefined) Reflect.deleteProperty(browser, 'newContext')
      else Object.defineProperty(browser, 'newContext', own)
      if (watch === undefined) return
      this.#watches.delete(watch)
      await watch.stop()
    }
  }

  /** A context that nobody has connected yet. */
  newContext(
    browser: Browser,
    options: Parameters<Browser['newContext']>[0],
  ): Promise<BrowserContext> {
    return (plainNewContext.get(browser) ?? browser.newContext.bind(browser))(options)
  }

  async #adopt(context: BrowserContext): Promise<void> {
    const session = this.#session
    const staged = new StagedContext(context, session?.testInfo)
    this.#contexts.set(context, staged)
    context.on('close', () => this.#contexts.delete(context))
    if (session !== undefined) this.#attached.set(context, session.fake)
    await staged.install()
    if (session !== undefined) await staged.follow(session)
  }

  #report(message: string): void {
    const server = this.#session?.server
    if (server !== undefined && message.includes(`${server.socketUrl}/`)) return
    if (this.#session === undefined) console.warn(`[pusher-js-fake] Outside of a test: ${message}`)
    else this.#session.fake.report({ code: 'unhandled_request', message })
  }
}

const plainNewContext = new WeakMap<Browser, Browser['newContext']>()

/** A context that was made by `browser.newContext`. */
class StagedContext {
  readonly #context: BrowserContext
  readonly #service = new SwitchedService()
  readonly #routed = new Set<string>()
  /** The test that it belongs to; undefined when it outlives tests. */
  #owner: TestInfo | undefined
  #server: PusherServer | undefined
  #waited = false

  constructor(context: BrowserContext, owner: TestInfo | undefined) {
    this.#context = context
    this.#owner = owner
  }

  async install(): Promise<void> {
    await ContextBridge.install(this.#context, this.#service, () => this.#server?.socketUrl)
    await routeRequests(this.#context, this.#service)
  }

  async follow({ fake, auth, testInfo, server }: Session): Promise<void> {
    // A hook has the TestInfo of the test that it runs for: what it made is there for all of them.
    if (this.#waited && this.#owner === testInfo) this.#owner = undefined
    if (this.#owner !== undefined && this.#owner !== testInfo) return this.#service.end()
    this.#server = server
    const endpoints = fake.authEndpoints(auth)
    const fresh = endpoints.patterns().filter(({ source }) => !this.#routed.has(source))
    for (const { source } of fresh) this.#routed.add(source)
    await routeEndpoints(this.#context, fresh, this.#service.underWay, (request, backend) =>
      this.#service.authorize(request, backend),
    )
    this.#service.open(fake, endpoints)
  }

  wait(): void {
    this.#waited = true
    this.#service.close()
  }
}

function attachOptions(auth: AuthOptions, server: PusherServer | undefined): AttachOptions {
  return { ...auth, ...(server !== undefined && { server }) }
}
