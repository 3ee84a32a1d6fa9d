import { scheduleMacrotask } from '../realm/macrotask.ts'

// What the build gives mock-socket in place of the globals of these names.

/**
 * mock-socket waits 4 ms for every open, send and close, which users must not feel and fake timers must
 * not stall.
 */
export function setTimeout<Context>(
  callback: (context: Context) => void,
  _ms: number,
  context: Context,
): void {
  scheduleMacrotask(() => callback(context))
}

/** Its URL parser reads the page's whole location anew for each URL, though it parses absolute ones only. */
export const window: object = {}
