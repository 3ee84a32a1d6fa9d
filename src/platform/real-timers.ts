/**
 * The platform's own timers and clock, also where fake ones stand in their place when this is loaded: those of
 * Vitest, Jest, Sinon and Cypress, which are all made by @sinonjs/fake-timers, and of Playwright's page clock.
 *
 * @module
 */
export const realSetTimeout: typeof setTimeout = /* @__PURE__ */ real('setTimeout', setTimeout)
export const realClearTimeout: typeof clearTimeout = /* @__PURE__ */ real(
  'clearTimeout',
  clearTimeout,
)
export const RealDate: DateConstructor = /* @__PURE__ */ real('Date', Date)
/** Node's; a page has none. */
export const realSetImmediate: typeof setImmediate | undefined =
  typeof setImmediate === 'function' ? real('setImmediate', setImmediate) : undefined

/** Source: @sinonjs/fake-timers, hijackMethod, keeps `_setTimeout` beside its own; Playwright's clock `builtins`. */
function real<Timer extends object>(name: string, current: Timer): Timer {
  const kept: unknown =
    read(read(current, 'clock'), `_${name}`) ??
    read(read(read(globalThis, '__pwClock'), 'builtins'), name)
  return typeof kept === 'function' ? (kept as unknown as Timer) : current
}

function read(owner: unknown, name: string): unknown {
  const isOwner = (typeof owner === 'object' && owner !== null) || typeof owner === 'function'
  return isOwner ? Reflect.get(owner, name) : undefined
}
