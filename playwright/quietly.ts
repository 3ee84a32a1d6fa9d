import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Makes a call of Playwright's API that belongs to the fixture, not to the test: neither a trace nor UI mode
 * nor a reporter shows it, and no snapshot is taken for it. Playwright keeps the way private; where it has
 * none, the call is shown.
 */
export function quietly<Result>(owner: object, call: () => Promise<Result>): Promise<Result> {
  const wrap: unknown = Reflect.get(owner, '_wrapApiCall')
  if (typeof wrap !== 'function') return call()
  return Reflect.apply(wrap, owner, [call, { internal: true }])
}

/** The same for calls that are many: what Playwright notes of a call, such as its stack, is of the first. */
export class QuietCalls {
  #within: (<Result>(call: () => Promise<Result>) => Promise<Result>) | undefined

  make<Result>(owner: object, call: () => Promise<Result>): Promise<Result> {
    if (this.#within !== undefined) return this.#within(call)
    return quietly(owner, () => {
      this.#within = AsyncLocalStorage.snapshot()
      return call()
    })
  }
}
