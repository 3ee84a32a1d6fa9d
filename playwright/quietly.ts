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
