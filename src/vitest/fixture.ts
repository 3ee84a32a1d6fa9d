import Pusher from 'pusher-js'
import { test as base, type TestAPI } from 'vitest'
import type { PusherFake } from '../app/pusher-fake.ts'
import type { Realm } from '../browser/realm.ts'
import { holdSockets, serveSession, sessionsOf } from '../browser/serve-session.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { TestLife } from '../expectations/test-life.ts'
import type { UnhandledPolicy } from '../expectations/unhandled.ts'
import { type AuthOptions, createPusherFake } from '../index.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import { withoutUndefined } from '../server/without-undefined.ts'
import { trackInstances } from './pusher-instances.ts'

/** Options of the test's fake, and of its fixture. */
export interface PusherFakeFixtureOptions extends PusherFakeOptions, AuthOptions {
  /**
   * What becomes of a test that made requests to Pusher which nothing answers: it fails, or is told so by
   * a warning. @default 'fail'
   */
  onUnhandled?: UnhandledPolicy
}

/** What a test of this `test` can ask for. */
export interface PusherFakeFixtures {
  /** Options of the test's fake: `test.override({ pusherFakeOptions: { key: 'my-key' } })`. */
  pusherFakeOptions: PusherFakeFixtureOptions
  /** The test's own Pusher service, clean at its start; clients made by the test end with it. */
  pusherFake: PusherFake
}

const realm = globalThis as Realm
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

  pusherFake: async ({ pusherFakeOptions, task }, use) => {
    const { onUnhandled, user, authEndpoint, userAuthEndpoint, ...options } = pusherFakeOptions
    const fake = createPusherFake(options)
    const life = new TestLife(fake, onUnhandled)
    const auth = withoutUndefined({ user, authEndpoint, userAuthEndpoint })
    // Unasked, the endpoints are left to whoever else answers, such as MSW.
    const endpoints = Object.keys(auth).length === 0 ? undefined : fake.authEndpoints(auth)
    const disconnectClients = trackInstances(Pusher)
    assertOwnKey(fake)
    const { leave } = serveSession(realm, { fake, endpoints }, Pusher)
    await use(fake)
    await life.end({
      leave() {
        leave()
        disconnectClients(isServed)
      },
      hasFailed: () => (task.result?.errors?.length ?? 0) > 0,
    })
  },
})

function isServed(key: unknown): boolean {
  return sessionsOf(realm).some(({ fake }) => fake.key === key)
}

/** @throws PusherFakeError `invalid_option` when a test that runs has a fake of this key */
function assertOwnKey({ key }: PusherFake): void {
  if (!isServed(key)) return
  throw new PusherFakeError(
    'invalid_option',
    `Two tests that run at the same time have fakes of the key "${key}", so that nobody can say whose a socket is. Give each a key of its own: test.extend({ pusherFakeOptions: async ({ task }, use) => use({ key: task.id }) }), or let them run one after the other.`,
  )
}
