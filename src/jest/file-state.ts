import type { PusherFake } from '../app/pusher-fake.ts'
import type { PusherFakeFixtureOptions } from '../fixture/test-fake.ts'

interface FileState {
  /** Whether the hooks of the file are defined. */
  isSetUp: boolean
  /** The fake of the test that runs. */
  running: PusherFake | undefined
  /** Options of the fakes of the tests that follow. */
  options: PusherFakeFixtureOptions
}

/**
 * One for the file, though `jest.resetModules()` and `resetModules: true` let a test load this package again, when
 * hooks cannot be defined any more.
 */
export const fileState: FileState = stateOf(globalThis)

function stateOf(owner: object): FileState {
  const name = Symbol.for('pusher-js-fake/jest')
  if (!Object.hasOwn(owner, name)) {
    const value: FileState = { isSetUp: false, running: undefined, options: {} }
    Object.defineProperty(owner, name, { value })
  }
  return Reflect.get(owner, name)
}
