import { scheduleMacrotask } from '../realm/macrotask.ts'

/**
 * What the build gives mock-socket in place of the global of this name: it waits 4 ms for every open, send
 * and close, which users must not feel and fake timers must not stall.
 */
export function setTimeout<Context>(
  callback: (context: Context) => void,
  _ms: number,
  context: Context,
): void {
  scheduleMacrotask(() => callback(context))
}
