/**
 * A function that does what `call` does, and is the original in all else: a mock beneath is asked what it was called
 * with, and told what to answer; `promisify` finds by a symbol what a callback is given.
 */
export function standIn<Original extends (...args: never[]) => unknown>(
  original: Original,
  call: Original,
): Original {
  return new Proxy(original, { apply: (_, self, args) => Reflect.apply(call, self, args) })
}
