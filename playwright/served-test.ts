import type { TestInfo } from '@playwright/test'
import { AUTH_RULES, type AuthOptions } from '../src/auth/auth-options.ts'
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
import { LISTEN_RULES, type ListenOptions } from './listen.ts'
import { Stage } from './stage.ts'
import { recordSteps } from './steps/record-steps.ts'
import { StepRecorder } from './steps/step-recorder.ts'

export { noServer } from './listen.ts'
export { markRequests } from './test-header.ts'

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

/** A fake for the time of one test. */
export interface ServedTest {
  readonly fake: PusherFake
  /** The end of the test, which fails it for what nothing answers, and what nobody awaits. */
  end(): Promise<void>
}

export const stage: Stage = new Stage()
const servers = new WeakMap<PusherFake, PusherServer>()
const lives = new WeakMap<PusherFake, TestLife>()

/** The real port of a test's fake, where it has one. */
export function serverOf(fake: PusherFake): PusherServer | undefined {
  return servers.get(fake)
}

/** Makes the test's own fake, and connects the contexts that are there. */
export async function serveTest(
  options: PusherFakeFixtureOptions,
  testInfo: TestInfo,
): Promise<ServedTest> {
  const { fakeOptions, auth, onUnhandled, listen: listenOption } = splitOptions(options)
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
  const unguard = guardNodeNetwork((message) => fake.report({ code: 'unhandled_request', message }))
  await stage.enter({ testInfo, fakes: [{ fake, auth, server }] })
  const endLife = () => {
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
  return {
    fake,
    async end() {
      await endCoverage()
      await swept.around(endLife, () => outcomeOf(testInfo))
    },
  }
}

/** Makes the fake of one more app of the test. */
export async function serveSecond(
  options: SecondFakeOptions,
  testInfo: TestInfo,
): Promise<ServedTest> {
  checkOptions(options, SECOND_FAKE_RULES, 'newPusherFake')
  const { fakeOptions, auth, onUnhandled } = splitOptions(options)
  const fake = createPusherFake(fakeOptions)
  const endCoverage = startCoverage(fake, testInfo)
  const life = new TestLife(fake, onUnhandled, timeoutsOf(testInfo))
  const recorder = recorderOf(fake, fakeOptions)
  recordSteps(fake, recorder)
  const end = async () => {
    await endCoverage()
    await life.end({
      leave: () => stage.part(fake),
      flush: { 'the steps of the report to end': () => recorder.stop() },
      async report(described) {
        const { attachReport } = await loadReport()
        attachReport(fake, recorder, testInfo, described)
      },
      errors: () => testInfo.errors,
      hasFailed: () => hasFailed(testInfo),
    })
  }
  try {
    await stage.join({ fake, auth, server: undefined })
  } catch (error) {
    await endCoverage()
    throw error
  }
  return { fake, end }
}

/** Asks the pages of the test's own context, while they are there, what is of interest. */
export async function lookBeforeEnd(fake: PusherFake, testInfo: TestInfo): Promise<void> {
  await lookForCoverage()
  if (hasFailed(testInfo)) await lives.get(fake)?.tell(testInfo.errors)
  // That its pages go fulfils what nobody waits for any more.
  fake.waits.testEnded()
}

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
