import type { PusherFake } from '../app/pusher-fake.ts'
import { PusherFakeError } from '../errors/pusher-fake-error.ts'
import { fileState } from './file-state.ts'

/** From now on `pusherFake` is this one; undefined between tests. */
export function setRunningFake(fake: PusherFake | undefined): void {
  fileState.running = fake
}

/**
 * The running test's own Pusher service, clean at its start; clients made by the test end with it.
 *
 * @throws PusherFakeError `no_running_test` when it is used while no test runs
 */
export const pusherFake: PusherFake = new Proxy({} as PusherFake, {
  get(_, name) {
    const fake = current(name)
    const value: unknown = Reflect.get(fake, name, fake)
    // Of a class with private fields, which are the object's own.
    return typeof value === 'function' ? value.bind(fake) : value
  },
  set: (_, name, value) => Reflect.set(current(name), name, value),
  has: (_, name) => fileState.running !== undefined && Reflect.has(fileState.running, name),
  getPrototypeOf: () =>
    fileState.running === undefined ? null : Reflect.getPrototypeOf(fileState.running),
})

function current(name: string | symbol): PusherFake {
  if (fileState.running !== undefined) return fileState.running
  throw new PusherFakeError(
    'no_running_test',
    `pusherFake.${String(name)} was used while no test runs: each test has a fake of its own. Use it in a test or in beforeEach; beforeAll and test.concurrent have none.`,
  )
}
