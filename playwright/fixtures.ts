import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type TestInfo,
  type TestType,
} from '@playwright/test'
import { AUTH_OPTION_NAMES, type AuthOptions } from '../src/auth/auth-endpoints.ts'
import { PusherFakeError } from '../src/errors.ts'
import { createPusherFake, type PusherFake } from '../src/index.ts'
import { assertKnownOptions, OPTION_NAMES, type PusherFakeOptions } from '../src/server/options.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import { renderTimeline } from '../src/timeline/render-timeline.ts'
import { attachPusherFake } from './context-bridge.ts'
import { type ListenOptions, listen, noServer } from './listen.ts'
import { recordSteps } from './record-steps.ts'
import { StepRecorder } from './step-recorder.ts'

/** `test.use({ pusherFakeOptions })`: the app, and the user for whom the authorization endpoints answer. */
export interface PusherFakeFixtureOptions extends PusherFakeOptions, AuthOptions {
  /** Serves the fake on a real port as well, one for each parallel worker. @default false */
  listen?: boolean | ListenOptions
}

/** Options of a second context: Playwright's, and the user that sits before it. */
export interface PusherContextOptions extends BrowserContextOptions, Pick<AuthOptions, 'user'> {}

/** What a test of this `test` can ask for. */
export interface PusherFakeFixtures {
  /** The test's own Pusher service; every page, popup, frame and context of the test is connected to it. */
  pusherFake: PusherFake
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

/** Playwright's `test` with the fake; also what `mergeTests` takes. */
export const fixtures: Extended = base.extend<PusherFakeFixtures & PusherFakeTestOptions>({
  pusherFakeOptions: [{}, { option: true }],

  pusherFake: async ({ pusherFakeOptions, browser }, use, testInfo) => {
    const { fakeOptions, auth, listen: listenOption } = splitOptions(pusherFakeOptions)
    const fake = createPusherFake(fakeOptions)
    const recorder = new StepRecorder(() => fakeOptions.clock?.now() ?? Date.now())
    recordSteps(fake, recorder)
    const listening = listenOption ? await listen(fake, listenOption, testInfo) : undefined
    if (listening !== undefined) servers.set(fake, listening.server)
    const restore = attachNewContexts(browser, fake, auth)
    await use(fake)
    await recorder.stop()
    restore()
    await listening?.stop()
    const unhandled = fake.problems().filter(({ code }) => code === 'unhandled_request')
    if (unhandled.length > 0 || testInfo.status !== testInfo.expectedStatus) {
      await attachReport(fake, recorder, testInfo)
    }
    fake.close()
    if (unhandled.length > 0) {
      const messages = new Set(unhandled.map(({ message }) => `  ${message}`))
      throw new PusherFakeError(
        'unhandled_request',
        `The test made requests to Pusher that nothing answers:\n${[...messages].join('\n')}`,
      )
    }
  },

  // Playwright's own context may come from elsewhere than `browser.newContext`.
  context: async ({ context, pusherFake, pusherFakeOptions }, use) => {
    await attachOnce(context, pusherFake, splitOptions(pusherFakeOptions).auth)
    await use(context)
  },

  pusherServer: async ({ pusherFake }, use) => use(servers.get(pusherFake) ?? noServer()),

  newPusherContext: async ({ browser, pusherFake, pusherFakeOptions }, use) => {
    const contexts: BrowserContext[] = []
    const { auth } = splitOptions(pusherFakeOptions)
    await use(async ({ user, ...options } = {}) => {
      const create = newContext.get(browser) ?? browser.newContext.bind(browser)
      const context = await create(options)
      contexts.push(context)
      await attachOnce(context, pusherFake, { ...auth, ...(user !== undefined && { user }) })
      return context
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
})

const servers = new WeakMap<PusherFake, PusherServer>()
/** By fake, since Playwright can hand one context to test after test. */
const attached = new WeakMap<BrowserContext, PusherFake>()
const newContext = new WeakMap<Browser, Browser['newContext']>()

async function attachOnce(
  context: BrowserContext,
  fake: PusherFake,
  auth: AuthOptions,
): Promise<void> {
  if (attached.get(context) === fake) return
  attached.set(context, fake)
  const server = servers.get(fake)
  await attachPusherFake(context, fake, { ...auth, ...(server !== undefined && { server }) })
}

/** While the test runs, contexts that it makes by itself are connected as well. */
function attachNewContexts(browser: Browser, fake: PusherFake, auth: AuthOptions): () => void {
  const own = Object.getOwnPropertyDescriptor(browser, 'newContext')
  const original = browser.newContext
  newContext.set(browser, original.bind(browser))
  browser.newContext = async (options) => {
    const context = await original.call(browser, options)
    await attachOnce(context, fake, auth)
    return context
  }
  return () => {
    if (own === undefined) Reflect.deleteProperty(browser, 'newContext')
    else Object.defineProperty(browser, 'newContext', own)
    newContext.delete(browser)
  }
}

/** @throws PusherFakeError `invalid_option` */
function splitOptions(options: PusherFakeFixtureOptions): {
  fakeOptions: PusherFakeOptions
  auth: AuthOptions
  listen: boolean | ListenOptions
} {
  assertKnownOptions(options, [...OPTION_NAMES, ...AUTH_OPTION_NAMES, 'listen'])
  const { authEndpoint, userAuthEndpoint, user, listen = false, ...fakeOptions } = options
  const auth: AuthOptions = {
    ...(authEndpoint !== undefined && { authEndpoint }),
    ...(userAuthEndpoint !== undefined && { userAuthEndpoint }),
    ...(user !== undefined && { user }),
  }
  return { fakeOptions, auth, listen }
}

async function attachReport(
  fake: PusherFake,
  { steps }: StepRecorder,
  testInfo: TestInfo,
): Promise<void> {
  const [frames, journal] = [fake.frames(), fake.journal()]
  const body = JSON.stringify({ frames, journal, problems: fake.problems() }, null, 2)
  await testInfo.attach('pusher-frames.json', { body, contentType: 'application/json' })
  await testInfo.attach('pusher-timeline.html', {
    body: renderTimeline({ title: testInfo.titlePath.join(' › '), frames, journal, steps }),
    contentType: 'text/html',
  })
}
