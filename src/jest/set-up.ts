import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals'
import Pusher from 'pusher-js'
import type { Realm } from '../browser/realm/realm.ts'
import { holdSockets } from '../browser/serve-session.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { pusherFakeMatchers } from '../expectations/matchers.ts'
import { endKeptClients } from '../fixture/kept-clients.ts'
import {
  FIXTURE_RULES,
  openTestFake,
  type PusherFakeFixtureOptions,
  type TestFake,
} from '../fixture/test-fake.ts'
import { checkOptions } from '../server/check-options.ts'
import type { TestOutcome } from '../sweep/plan/swept-test.ts'
import { errorsOfTest, failureOfTest, runLast, testTimeout } from './circus.ts'
import { fileState } from './file-state.ts'
import { coverageKeeper } from './keep-coverage.ts'
import { setRunningFake } from './running-fake.ts'

const realm = globalThis as Realm
let current: TestFake | undefined

/** Gives each test of the file a fake; from now on no Pusher socket reaches the network. */
export function setUp(): void {
  if (fileState.isSetUp) return
  fileState.isSetUp = true
  const release = holdSockets(realm, Pusher)
  expect.extend(pusherFakeMatchers)
  const end = async () => {
    const ending = current
    current = undefined
    // An assertion in an `afterEach` of the test's own may still ask for it.
    const telling = { errors: errorsOfTest }
    await ending?.end(outcome, telling).finally(() => setRunningFake(undefined))
  }
  beforeAll(() => runLast(end))
  beforeEach(() => {
    current = openTestFake(
      realm,
      Pusher,
      fileState.options,
      { test: testTimeout },
      coverageKeeper(),
    )
    setRunningFake(current.fake)
  })
  afterEach(end)
  afterAll(async () => {
    // They would dial the real service, and keep Jest from its end.
    await endKeptClients(Pusher)
    release()
  })
}

/**
 * Options of the fakes of the tests that follow: of the file, or of the `describe` that it is called in. Those
 * given before hold for what it leaves out.
 *
 * @throws PusherFakeError `invalid_option` when it is called in a test or a hook
 *
 * @example
 * setPusherFakeOptions({ key: 'my-key', user: { id: 'ada' } })
 */
export function setPusherFakeOptions(given: PusherFakeFixtureOptions): void {
  checkOptions(given, FIXTURE_RULES, 'setPusherFakeOptions')
  let before = fileState.options
  try {
    beforeAll(() => {
      before = fileState.options
      fileState.options = { ...before, ...given }
    })
    afterAll(() => {
      fileState.options = before
    })
  } catch {
    throw new PusherFakeError(
      'invalid_option',
      'setPusherFakeOptions was called in a test or a hook, whose fake is there already. Call it at the top of the file or of a describe.',
    )
  }
}

function outcome(): TestOutcome {
  const { currentTestName = '', testPath } = expect.getState()
  const failure = failureOfTest()
  return {
    name: currentTestName,
    ...(testPath !== undefined && { file: testPath }),
    ...(failure !== undefined && { failure }),
  }
}
