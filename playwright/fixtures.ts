import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type TestInfo,
  type TestType,
} from '@playwright/test'
import { AUTH_RULES, type AuthOptions } from '../src/auth/auth-endpoints.ts'
import { guardNodeNetwork } from '../src/browser/node/node-network-guard.ts'
import type { RunnerTimeouts } from '../src/expectations/runner-timeouts.ts'
import { TestLife } from '../src/expectations/test-life.ts'
import { UNHANDLED_POLICY, type UnhandledPolicy } from '../src/expectations/unhandled.ts'
import { createPusherFake, type PusherFake } from '../src/index.ts'
import { isRecord } from '../src/protocol/json.ts'
import { checkOptions, isBoolean, type Rules } from '../src/server/check-options.ts'
import { OPTION_RULES, type PusherFakeOptions } from '../src/server/options.ts'
import type { PusherServer } from '../src/standalone/start-pusher-server.ts'
import { readRun, SweptTest, type TestOutcome } from '../src/sweep/plan/swept-test.ts'
import { lookForCoverage, startCoverage } from './coverage.ts'
import { LISTEN_RULES, type ListenOptions, noServer } from './listen.ts'
import { Stage } from './stage.ts'
import { recordSteps } from './steps/record-steps.ts'
import { StepRecorder } from './steps/step-recorder.ts'
import { markRequests } from './test-header.ts'

/** `test.use({ pusherFakeOptions })`: the app, and the user for whom the authorization endpoints answer. */
export interface PusherFakeFixtureOptions extends PusherFakeOptions, AuthOptions {
  /** Serves the fake on a real port as well, one for each parallel worker. @default false */
  listen?: boolean | ListenOptions
  /**
   * What becomes of a test that made requests to Pusher which nothing answers: it fails, or is told so by
   * a warning. @default 'fail'
   */
  onUnhandled?: UnhandledPolicy
}

/** Options of one more app: its key, and what else `pusherFakeOptions` takes, but for the real port. */
export type SecondFakeOptions = Omit<PusherFakeFixtureOptions, 'listen'> & { key: string }

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

/** Playwright's `test` with the fake; also what `mergeTests` takes. */
export const fixtures: Extended = base.extend<
  PusherFakeFixtures & PusherFakeTestOptions,
  { pusherFakeBrowsers: undefined }
>({
  pusherFakeOptions: [{}, { option: true }],

  // Whoever starts a browser, and whichever fixtures are overridden.
  pusherFakeBrowsers: [
    async ({ playwright }, use) => {
      const stop = stage.watch(playwright)
      await use(undefined)
      await stop()
    },
    { scope: 'worker', auto: true, box: true },
  ],

  // For every test: also one that asks for no fake may reach the live service.
  pusherFake: [
    async ({ pusherFakeOptions }, use, testInfo) => {
      const {
        fakeOptions,
        auth,
        onUnhandled,
        listen: listenOption,
      } = splitOptions(pusherFakeOptions)
      const run = readRun()
      const fake = createPusherFake(fakeOptions)
      const swept = new SweptTest(fake, run)
      const endCoverage = startCoverage(fake, testInfo)
      const life = new TestLife(fake, onUnhandled, timeoutsOf(testInfo))
      lives.set(fake, life)
      const recorder = recorderOf(fake, fakeOptions)
      recordSteps(fake, recorder)
      const listening = listenOption
        ? await (await loadServer()).listen(fake, listenOption, testInfo)
        : undefined
      const { server } = listening ?? {}
      if (server !== undefined) servers.set(fake, server)
      const unguard = guardNodeNetwork((message) =>
        fake.report({ code: 'unhandled_request', message }),
      )
      await stage.enter({ testInfo, fakes: [{ fake, auth, server }] })
      await use(fake)
      await endCoverage()
      const end = () => {
        // After an error that nobody handles Playwright does not wait for it.
        if (hasFailed(testInfo)) void loadReport()
        return life.end({
          async leave() {
            await stage.leave()
            unguard()
          },
          flush: {
            'the steps of the report to end': () => recorder.stop(),
            'the server and its webhooks to end': async (ms) => listening?.stop(ms),
          },
          async report(described) {
            const { attachReport } = await loadReport()
            attachReport(fake, recorder, testInfo, described)
            const message = listening?.idle()
            if (message !== undefined) testInfo.errors.push({ message })
          },
          errors: () => testInfo.errors,
          hasFailed: () => hasFailed(testInfo),
        })
      }
      await swept.around(end, () => outcomeOf(testInfo))
    },
    { auto: true },
  ],

  // Playwright's own context may come from elsewhere than `browser.newContext`.
  context: async ({ context, pusherFake }, use, testInfo) => {
    await stage.attach(context)
    await use(context)
    // While its pages are there to be asked.
    await lookForCoverage()
    if (hasFailed(testInfo)) await lives.get(pusherFake)?.tell(testInfo.errors)
    // That its pages go fulfils what nobody waits for any more.
    pusherFake.waits.testEnded()
  },

  newPusherFake: async ({ pusherFake: _ }, use, testInfo) => {
    const ends: (() => Promise<void>)[] = []
    await use(async (options) => {
      checkOptions(options, SECOND_FAKE_RULES, 'newPusherFake')
      const { fakeOptions, auth, onUnhandled } = splitOptions(options)
      const fake = createPusherFake(fakeOptions)
      ends.push(startCoverage(fake, testInfo))
      const life = new TestLife(fake, onUnhandled, timeoutsOf(testInfo))
      const recorder = recorderOf(fake, fakeOptions)
      recordSteps(fake, recorder)
      await stage.join({ fake, auth, server: undefined })
      ends.push(() =>
        life.end({
          leave: () => stage.part(fake),
          flush: { 'the steps of the report to end': () => recorder.stop() },
          async report(described) {
            const { attachReport } = await loadReport()
            attachReport(fake, recorder, testInfo, described)
          },
          errors: () => testInfo.errors,
          hasFailed: () => hasFailed(testInfo),
        }),
      )
      return fake
    })
    for (const end of ends) await end()
  },

  // It has no page: a test's own calls of the backend are that test's, too.
  request: async ({ request, pusherFake }, use) => {
    const unmark = markRequests(request, () => servers.get(pusherFake)?.webUrl)
    await use(request)
    unmark()
  },

  pusherServer: async ({ pusherFake }, use) => use(servers.get(pusherFake) ?? noServer()),

  newPusherContext: async ({ browser, pusherFake: _ }, use) => {
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

const stage = new Stage()
const servers = new WeakMap<PusherFake, PusherServer>()
const lives = new WeakMap<PusherFake, TestLife>()

/** Most tests have no port, and most do not fail. */
const loadServer = () => import('./listen-on-port.ts')
const loadReport = () => import('./attach-report.ts')

const FIXTURE_RULES: Rules<PusherFakeFixtureOptions> = {
  ...OPTION_RULES,
  ...AUTH_RULES,
  listen: [
    'true, false or { port, webhooks, tls }',
    (value) => isBoolean(value) || isRecord(value),
    { inner: LISTEN_RULES },
  ],
  onUnhandled: UNHANDLED_POLICY,
}

const { listen: _, ...SECOND_FAKE_RULES } = FIXTURE_RULES

/** @throws PusherFakeError `invalid_option` */
function splitOptions(options: PusherFakeFixtureOptions): {
  fakeOptions: PusherFakeOptions
  auth: AuthOptions
  onUnhandled: UnhandledPolicy | undefined
  listen: boolean | ListenOptions
} {
  checkOptions(options, FIXTURE_RULES, 'pusherFakeOptions')
  const {
    authEndpoint,
    userAuthEndpoint,
    user,
    onUnhandled = 'fail',
    listen = false,
    ...fakeOptions
  } = options
  const auth: AuthOptions = {
    ...(authEndpoint !== undefined && { authEndpoint }),
    ...(userAuthEndpoint !== undefined && { userAuthEndpoint }),
    ...(user !== undefined && { user }),
  }
  return { fakeOptions, auth, onUnhandled, listen }
}

function hasFailed({ status, expectedStatus, errors }: TestInfo): boolean {
  return status !== expectedStatus || errors.length > 0
}

function outcomeOf(testInfo: TestInfo): TestOutcome {
  const { titlePath, file, project, errors, status } = testInfo
  return {
    name: [project.name, ...titlePath.slice(1)].filter((part) => part !== '').join(' › '),
    file,
    ...(hasFailed(testInfo) && { failure: errors[0]?.message ?? `The test has ${status}` }),
  }
}

function recorderOf(fake: PusherFake, { clock }: PusherFakeOptions): StepRecorder {
  return new StepRecorder({
    now: () => clock?.now() ?? Date.now(),
    nextInOrder: () => fake.nextInOrder(),
  })
}

function timeoutsOf(testInfo: TestInfo): RunnerTimeouts {
  return { test: () => testInfo.timeout, wait: expectTimeout(testInfo) }
}

/** Playwright tells it to matchers alone; where it is not where it was, waits have their own. */
function expectTimeout(testInfo: TestInfo): number {
  const project: unknown = Reflect.get(testInfo, '_projectInternal')
  const options = isRecord(project) ? project['expect'] : undefined
  const timeout = isRecord(options) ? options['timeout'] : undefined
  return typeof timeout === 'number' ? timeout : EXPECT_TIMEOUT
}

/** Playwright's default. */
const EXPECT_TIMEOUT = 5_000
