import Pusher from 'pusher-js'
import { test as base, inject, type TestAPI, type TestContext } from 'vitest'
import type { PusherFake } from '../app/pusher-fake.ts'
import type { Realm } from '../browser/realm/realm.ts'
import { holdSockets } from '../browser/serve-session.ts'
import { COVERAGE_KEY } from '../coverage/collect/coverage-channel.ts'
import type { CoverageData } from '../coverage/collect/coverage-data.ts'
import { openTestFake, type PusherFakeFixtureOptions } from '../fixture/test-fake.ts'
import type { TestOutcome } from '../sweep/plan/swept-test.ts'
import { attachTimeline } from './attach-timeline.ts'
import { noteInlinedCopies } from './inlined-copies.ts'

/** What a test of this `test` can ask for. */
export interface PusherFakeFixtures {
  /** Options of the test's fake: `test.override({ pusherFakeOptions: { key: 'my-key' } })`. */
  pusherFakeOptions: PusherFakeFixtureOptions
  /** The test's own Pusher service, clean at its start; clients made by the test end with it. */
  pusherFake: PusherFake
}

const realm = globalThis as Realm
noteInlinedCopies()
holdSockets(realm, Pusher)

/**
 * Vitest's `test` with a fake for each test, in Node, jsdom, happy-dom and the browser. From the import
 * of this module on no Pusher socket reaches the network: it waits for the next test that has a fake.
 *
 * @example
 * test('shows the order', async ({ pusherFake }) => {
 *   render(<Orders />)
 *   await pusherFake.waitForSubscription('orders')
 *   pusherFake.trigger('orders', 'created', { id: 1 })
 * })
 */
export const test: TestAPI<PusherFakeFixtures> = base.extend<PusherFakeFixtures>({
  pusherFakeOptions: {},

  pusherFake: async ({ pusherFakeOptions, task, annotate }, use) => {
    // Of a test that is tried again, those of the tries before are there.
    const before = task.result?.errors?.length ?? 0
    const errors = () => task.result?.errors?.slice(before) ?? []
    const timeouts = { test: () => task.timeout }
    const keepCoverage = isProvided(COVERAGE_KEY)
      ? (data: CoverageData) => void Object.assign(task.meta, { [COVERAGE_KEY]: data })
      : undefined
    const { fake, end } = openTestFake(realm, Pusher, pusherFakeOptions, timeouts, keepCoverage)
    await use(fake)
    await end(() => outcomeOf(task), {
      errors,
      report: () => attachTimeline(fake, task, annotate),
    })
  },
})

function outcomeOf({ name, suite, file, result }: TestContext['task']): TestOutcome {
  const [error] = result?.errors ?? []
  const names = [name]
  for (let outer = suite; outer !== undefined; outer = outer.suite) names.unshift(outer.name)
  return {
    name: names.join(' > '),
    file: file.filepath,
    ...(error !== undefined && { failure: error.message }),
  }
}

/** Whether a reporter asks for something; the keys that it provides are not for users to see. */
function isProvided(key: string): boolean {
  return (inject as (key: string) => unknown)(key) === true
}
