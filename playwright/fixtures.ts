import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type TestType,
} from '@playwright/test'
import type { AuthOptions } from '../src/auth/auth-options.ts'
import type { PusherFake } from '../src/index.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import type { PusherFakeFixtureOptions, SecondFakeOptions } from './served-test.ts'

/** Options of a second context: Playwright's, and the user that sits before it. */
export interface PusherContextOptions extends BrowserContextOptions, Pick<AuthOptions, 'user'> {}

/** What a test of this `test` can ask for. */
export interface PusherFakeFixtures {
  /** The test's own Pusher service; every page, popup, frame and context of the test is connected to it. */
  pusherFake: PusherFake
  /**
   * Makes the service of one more app, for the same contexts: clients that name its key come to it.
   * Throws `invalid_option` for a key that the test has already.
   */
  newPusherFake: (options: SecondFakeOptions) => Promise<PusherFake>
  /** The real port of the test, where `listen` asks for one. */
  pusherServer: PusherServer
  /** Opens a context for another user of the same service; it is closed with the test. */
  newPusherContext: (options?: PusherContextOptions) => Promise<BrowserContext>
}

/** What `test.use` and `projects[].use` take. */
export interface PusherFakeTestOptions {
  /** Options of the fake of each test. @default {} */
  pusherFakeOptions: PusherFakeFixtureOptions
}

type BaseTest = typeof base

type Extended =
  BaseTest extends TestType<infer TestArgs, infer WorkerArgs>
    ? TestType<TestArgs & PusherFakeFixtures & PusherFakeTestOptions, WorkerArgs>
    : never

/** The runner loads every test file once more than it runs tests of it, to list them. */
const loadTest = () => import('./served-test.ts')

/** Playwright's `test` with the fake; also what `mergeTests` takes. */
export const fixtures: Extended = base.extend<
  PusherFakeFixtures & PusherFakeTestOptions,
  { pusherFakeBrowsers: undefined }
>({
  pusherFakeOptions: [{}, { option: true }],

  // Whoever starts a browser, and whichever fixtures are overridden.
  pusherFakeBrowsers: [
    async ({ playwright }, use) => {
      const { stage } = await loadTest()
      const stop = stage.watch(playwright)
      await use(undefined)
      await stop()
    },
    { scope: 'worker', auto: true, box: true },
  ],

  // For every test: also one that asks for no fake may reach the live service.
  pusherFake: [
    async ({ pusherFakeOptions }, use, testInfo) => {
      const { serveTest } = await loadTest()
      const { fake, end } = await serveTest(pusherFakeOptions, testInfo)
      await use(fake)
      await end()
    },
    { auto: true },
  ],

  // Playwright's own context may come from elsewhere than `browser.newContext`.
  context: async ({ context, pusherFake }, use, testInfo) => {
    const { lookBeforeEnd, stage } = await loadTest()
    await stage.attach(context)
    await use(context)
    await lookBeforeEnd(pusherFake, testInfo)
  },

  newPusherFake: async ({ pusherFake: _ }, use, testInfo) => {
    const { serveSecond } = await loadTest()
    const ends: (() => Promise<void>)[] = []
    await use(async (options) => {
      const { fake, end } = await serveSecond(options, testInfo)
      ends.push(end)
      return fake
    })
    for (const end of ends) await end()
  },

  // It has no page: a test's own calls of the backend are that test's, too.
  request: async ({ request, pusherFake }, use) => {
    const { markRequests, serverOf } = await loadTest()
    const unmark = markRequests(request, () => serverOf(pusherFake)?.webUrl)
    await use(request)
    unmark()
  },

  pusherServer: async ({ pusherFake }, use) => {
    const { noServer, serverOf } = await loadTest()
    await use(serverOf(pusherFake) ?? noServer())
  },

  newPusherContext: async ({ browser, pusherFake: _ }, use) => {
    const { stage } = await loadTest()
    const contexts: BrowserContext[] = []
    await use(async ({ user, ...options } = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      await stage.attach(context, user === undefined ? {} : { user })
      return context
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
})
