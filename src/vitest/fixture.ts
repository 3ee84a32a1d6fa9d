import Pusher from 'pusher-js'
import { test as base, type TestAPI } from 'vitest'
import type { PusherFake } from '../app/pusher-fake.ts'
import { guardNodeNetwork } from '../browser/node-network-guard.ts'
import { guardPageNetwork } from '../browser/page-network-guard.ts'
import { patchPusherRuntime } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm.ts'
import { tagged } from '../errors/pusher-fake-error.ts'
import {
  assertHandled,
  checkedPolicy,
  type UnhandledPolicy,
  watchUnhandled,
} from '../expectations/unhandled.ts'
import { type AuthOptions, createPusherFake } from '../index.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import { withoutUndefined } from '../server/without-undefined.ts'
import { AuthDesk } from './auth-desk.ts'
import { trackInstances } from './pusher-instances.ts'
import { WaitingRoom } from './waiting-room.ts'

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
const room = new WaitingRoom(realm, Pusher)
const desk = new AuthDesk(realm, Pusher)
patchPusherRuntime(Pusher, realm)
guardNodeNetwork(report)
guardPageNetwork(realm, report)

/** Of concurrent tests any may have caused it: better one too many that fails than none. */
function report(message: string): void {
  for (const fake of room.fakes) fake.report({ code: 'unhandled_request', message })
  if (room.fakes.length === 0)
    console.warn(tagged('unhandled_request', `Outside of a test: ${message}`))
}

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

  pusherFake: async ({ pusherFakeOptions }, use) => {
    const { onUnhandled, user, authEndpoint, userAuthEndpoint, ...options } = pusherFakeOptions
    const policy = checkedPolicy(onUnhandled)
    const fake = createPusherFake(options)
    const auth = withoutUndefined({ user, authEndpoint, userAuthEndpoint })
    // Unasked, the endpoints are left to whoever else answers, such as MSW.
    const closeDesk =
      Object.keys(auth).length === 0 ? () => {} : desk.open(fake, fake.authEndpoints(auth))
    const unhandled = watchUnhandled(fake)
    const disconnectClients = trackInstances(Pusher)
    room.open(fake)
    await use(fake)
    closeDesk()
    room.close(fake)
    disconnectClients((key) => room.fakes.some((other) => other.key === key))
    // The app's own client, made at import, comes back at once and waits for the next test.
    fake.reset()
    fake.close()
    if (policy === 'fail') assertHandled(unhandled())
  },
})
