/** `Symbol.dispose`, or the name that its polyfills know it by where the platform has none, as WebKit. */
export const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for('Symbol.dispose') as typeof Symbol.dispose)

/** `Symbol.asyncDispose`, in the same way. */
export const asyncDisposeSymbol: typeof Symbol.asyncDispose =
  Symbol.asyncDispose ?? (Symbol.for('Symbol.asyncDispose') as typeof Symbol.asyncDispose)

/** Gives a handle, whose class declares it, what the end of a `using` block does. */
export function disposeBy(handle: Disposable, end: () => void): void {
  Object.defineProperty(handle, disposeSymbol, { value: end, configurable: true, writable: true })
}

/** A function that ends something, and the end of a `using` block too. */
export type Ending = (() => void) & Disposable

/** Lets a `using` block end what a function ends. */
export function ending(end: () => void): Ending {
  return Object.assign(() => end(), { [disposeSymbol]: () => end() })
}
