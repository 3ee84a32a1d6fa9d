import type { Reported } from '../expectations/failed-test.ts'

// jest-circus has no calls for these two; where its state is not where it was, the order of hooks stays, and no
// test counts as failed. Source: jest-circus types.ts, STATE_SYM, and utils.ts, getEachHooksForTest.

/**
 * Puts an `afterEach` after the others of its file. They run in the order of definition, so that one of a
 * setup file would come before those of the tests and of their libraries, which unmount what still listens.
 */
export function runLast(hook: unknown): void {
  const hooks = read(state(), 'rootDescribeBlock', 'hooks')
  if (!Array.isArray(hooks)) return
  const index = hooks.findIndex((each) => read(each, 'fn') === hook)
  if (index !== -1) hooks.push(...hooks.splice(index, 1))
}

/** Why the running test has failed by itself; undefined when it has not. */
export function failureOfTest(): string | undefined {
  const [first] = raised()
  return first === undefined ? undefined : String(read(first, 'message') ?? first)
}

/** The errors of the running test; Jest reports them after its hooks, as they are then. */
export function errorsOfTest(): readonly Reported[] {
  const errors: unknown = read(state(), 'currentlyRunningTest', 'errors')
  if (!Array.isArray(errors)) return []
  return errors.map((each) => (Array.isArray(each) ? reportedOf(each) : each)).filter(isReported)
}

/** Of a timeout there is no error but a text, beside the error of the line where the test stands. */
function reportedOf(pair: unknown[]): unknown {
  const [thrown, place] = pair
  if (typeof thrown !== 'string') return thrown
  return {
    get message() {
      return thrown
    },
    set message(text: string) {
      const error = new Error(text)
      const frames = place instanceof Error ? place.stack?.match(/^[ \t]+at .*$/gm) : undefined
      error.stack = [String(error), ...(frames ?? [])].join('\n')
      pair[0] = error
    },
  }
}

function isReported(value: unknown): value is Reported {
  return read(value, 'message') !== undefined
}

/** Milliseconds that the running test has. */
export function testTimeout(): number | undefined {
  const current = state()
  const own = read(current, 'currentlyRunningTest', 'timeout')
  const timeout = own ?? read(current, 'testTimeout')
  return typeof timeout === 'number' ? timeout : undefined
}

/** What the running test has thrown. */
function raised(): readonly Error[] {
  const errors: unknown = read(state(), 'currentlyRunningTest', 'errors')
  // Each is an error, or a pair of one and where it came from.
  return Array.isArray(errors)
    ? errors.map((each) => (Array.isArray(each) ? each[0] : each)).filter((each) => each != null)
    : []
}

function state(): unknown {
  const symbols = Object.getOwnPropertySymbols(globalThis)
  const key = symbols.find(({ description }) => description === 'JEST_STATE_SYMBOL')
  return key && Reflect.get(globalThis, key)
}

function read(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce(
    (owner, name) =>
      typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined,
    value,
  )
}
