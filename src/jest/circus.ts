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
  const errors: unknown = read(state(), 'currentlyRunningTest', 'errors')
  if (!Array.isArray(errors) || errors.length === 0) return undefined
  // Each is an error, or a pair of one and where it came from.
  const [first]: unknown[] = errors.flat()
  return String(read(first, 'message') ?? first)
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
