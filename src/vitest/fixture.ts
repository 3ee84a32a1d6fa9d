import Pusher from 'pusher-js'
import { test as base, type TestAPI } from 'vitest'
import { guardNodeNetwork } from '../browser/node-network-guard.ts'
import { patchPusherRuntime } from '../browser/pusher-runtime.ts'
import type { Realm } from '../browser/realm.ts'
import { tagged } from '../errors.ts'
import { createPusherFake } from '../index.ts'
import type { PusherFake } from '../pusher-fake.ts'
import type { PusherFakeOptions } from '../server/options.ts'
import { trackInstances } from './pusher-instances.ts'
import { WaitingRoom } from './waiting-room.ts'

/** What a test of this `test` can ask for. */
export interface PusherFakeFixtures {
  /** Options of the test's fake: `test.override({ pusherFakeOptions: { key: 'my-key' } })`. */
  pusherFakeOptions: PusherFakeOptions
  /** The test's own Pusher service, clean at its start; clients made by the test end with it. */
  pusherFake: PusherFake
}

const realm = globalThis as Realm
const room = new WaitingRoom(realm)
patchPusherRuntime(Pusher, realm)
let report: (message: string) => void = (message) =>
  console.warn(tagged('unhandled_request', message))
guardNodeNetwork((message) => report(message))

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
    const fake = createPusherFake(pusherFakeOptions)
    const disconnectClients = trackInstances(Pusher)
    report = (message) => fake.report({ code: 'unhandled_request', message })
    room.open(fake)
    await use(fake)
    room.close()
    disconnectClients()
    // The app's own client, made at import, comes back at once and waits for the next test.
    fake.reset()
    fake.close()
  },
})
