import type { Browser, BrowserContext, BrowserType, TestInfo } from '@playwright/test'
import type { PusherApp } from '../src/app/pusher-app.ts'
import type { AuthOptions } from '../src/auth/auth-options.ts'
import { PusherFakeError } from '../src/errors/pusher-fake-error.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import { ServedContext } from './served-context.ts'
import { isFixtureSetUp } from './steps/fixture-setup.ts'
import { reaches, WorkerWatch } from './workers/worker-watch.ts'

/** A fake of a test, and for whom its endpoints answer. */
export interface StagedFake {
  readonly fake: PusherApp
  readonly auth: AuthOptions
  readonly server: PusherServer | undefined
}

/** The services of a test, or of a hook, while it runs; the test's own is the first. */
export interface Session {
  readonly testInfo: TestInfo
  readonly fakes: StagedFake[]
}

type PlaywrightLibrary = Readonly<Record<'chromium' | 'firefox' | 'webkit', BrowserType>>

/** Which test runs in this process, and the contexts that are connected to it. */
export class Stage {
  #session: Session | undefined
  readonly #contexts = new Map<BrowserContext, StagedContext>()
  readonly #watches = new Set<WorkerWatch>()
  readonly #browsers = new WeakSet<Browser>()

  /** Connects the contexts that outlive a test to the one that begins. */
  async enter(session: Session): Promise<void> {
    this.#session = session
    for (const staged of [...this.#contexts.values()]) await staged.follow(session)
  }

  /**
   * Serves one fake more to the contexts of the test that runs.
   *
   * @throws PusherFakeError `invalid_option` for a key that one of its fakes has
   */
  async join(added: StagedFake): Promise<void> {
    const { key } = added.fake
    if (this.#session?.fakes.some(({ fake }) => fake.key === key)) {
      throw new PusherFakeError(
        'invalid_option',
        `newPusherFake: a fake of this test has the key "${key}" already. Give each app a key of its own: newPusherFake({ key: 'other-key' }).`,
      )
    }
    this.#session?.fakes.push(added)
    for (const staged of this.#contexts.values()) await staged.serve(added)
  }

  /** Serves a fake no longer. */
  part(fake: PusherApp): void {
    for (const staged of this.#contexts.values()) staged.wait([fake])
  }

  /** Resolves when everything that the test has caused is known; then its contexts wait for the next. */
  async leave(): Promise<void> {
    await Promise.all([...this.#watches].map((watch) => watch.flush()))
    for (const staged of this.#contexts.values()) staged.leave()
    this.#session = undefined
  }

  /** Connects a context of the test, as it is or with options of its own. */
  async attach(context: BrowserContext, options: AuthOptions = {}): Promise<void> {
    await this.#adopt(context)
    const [own] = this.#session?.fakes ?? []
    if (own === undefined || Object.keys(options).length === 0) return
    await this.#contexts.get(context)?.serve({ ...own, auth: { ...own.auth, ...options } })
  }

  /**
   * Connects every context of every browser that somebody starts or finds by this library: one made by a
   * test ends with it, one made by a hook or a worker's fixture follows from test to test, whichever test is
   * the first to ask for that fixture.
   *
   * @returns undoes it
   */
  watch({ chromium, firefox, webkit }: PlaywrightLibrary): () => Promise<void> {
    const undo = [chromium, firefox, webkit].map((type) => this.#watchType(type))
    return async () => {
      for (const step of undo) step()
      await Promise.all([...this.#watches].map((watch) => watch.stop()))
      this.#watches.clear()
    }
  }

  #watchType(type: BrowserType): () => void {
    const { launch, connect, connectOverCDP, launchPersistentContext } = type
    const watched =
      <Args extends unknown[]>(start: (...args: Args) => Promise<Browser>) =>
      async (...args: Args) => {
        const browser = await start.apply(type, args)
        await this.#watchBrowser(browser)
        return browser
      }
    const patches = {
      launch: watched(launch),
      connect: watched(connect as (...args: unknown[]) => Promise<Browser>),
      connectOverCDP: watched(connectOverCDP as (...args: unknown[]) => Promise<Browser>),
      launchPersistentContext: async (...args: Parameters<typeof launchPersistentContext>) => {
        const context = await launchPersistentContext.apply(type, args)
        const browser = context.browser()
        if (browser !== null) await this.#watchBrowser(browser)
        await this.#adopt(context)
        return context
      },
    }
    Object.assign(type, patches)
    return () => {
      for (const name of Object.keys(patches)) Reflect.deleteProperty(type, name)
    }
  }

  async #watchBrowser(browser: Browser): Promise<void> {
    if (this.#browsers.has(browser)) return
    this.#browsers.add(browser)
    const { newContext } = browser
    browser.newContext = async (options) => {
      const context = await newContext.call(browser, options)
      await this.#adopt(context)
      return context
    }
    for (const context of browser.contexts()) await this.#adopt(context)
    const watch = await WorkerWatch.start(browser, (message, url) => this.#report(message, url))
    if (watch === undefined) return
    this.#watches.add(watch)
    browser.on('disconnected', () => this.#watches.delete(watch))
  }

  async #adopt(context: BrowserContext): Promise<void> {
    if (this.#contexts.has(context)) return
    const session = this.#session
    const staged = new StagedContext(context, session?.testInfo)
    this.#contexts.set(context, staged)
    context.on('close', () => this.#contexts.delete(context))
    const { installed } = ServedContext.of(context)
    await Promise.all([installed, session && staged.follow(session)])
  }

  #report(message: string, url: string): void {
    const fakes = this.#session?.fakes ?? []
    if (fakes.some(({ server }) => server && reaches(server, url))) return
    const [own] = fakes
    if (own === undefined) console.warn(`[pusher-js-fake] Outside of a test: ${message}`)
    else own.fake.report({ code: 'unhandled_request', message })
  }
}

/** A context that serves the fakes of the test that runs. */
class StagedContext {
  readonly #context: BrowserContext
  readonly #fakes = new Set<PusherApp>()
  /** The test that it belongs to; undefined when it outlives tests. */
  #owner: TestInfo | undefined
  readonly #isOfFixture: boolean
  #waited = false

  constructor(context: BrowserContext, owner: TestInfo | undefined) {
    this.#context = context
    this.#owner = owner
    this.#isOfFixture = owner !== undefined && isFixtureSetUp(owner)
  }

  async follow({ testInfo, fakes }: Session): Promise<void> {
    // A hook has the TestInfo of the test that it runs for: what it made is there for all of them. A fixture of
    // a test has closed what it made before the fake's own ended, so that this one is the worker's.
    const isForAll = this.#isOfFixture || this.#owner === testInfo
    if (this.#waited && isForAll) this.#owner = undefined
    if (this.#owner !== undefined && this.#owner !== testInfo) {
      return ServedContext.of(this.#context).end()
    }
    for (const each of fakes) await this.serve(each)
  }

  async serve({ fake, auth, server }: StagedFake): Promise<void> {
    this.#fakes.add(fake)
    await ServedContext.of(this.#context).serve(fake, fake.authEndpoints(auth), server)
  }

  /** The test is over. */
  leave(): void {
    this.#waited = true
    this.wait([...this.#fakes])
  }

  /** Clients of these fakes wait. */
  wait(fakes: readonly PusherApp[]): void {
    ServedContext.of(this.#context).wait(fakes)
    for (const fake of fakes) this.#fakes.delete(fake)
  }
}
