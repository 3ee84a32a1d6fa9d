/** How much a memo may keep. */
export interface MemoBounds {
  /** When there are so many, all are forgotten. */
  readonly entries: number
  /** Characters of a key; a longer one is worked out anew each time. */
  readonly keyLength: number
}

/** A function that remembers its results, within bounds. */
export interface Memoized<Result> {
  (key: string): Result
  /** Results that are remembered. */
  readonly size: number
}

export function memoize<Result extends object>(
  work: (key: string) => Result,
  { entries, keyLength }: MemoBounds,
): Memoized<Result> {
  const results = new Map<string, Result>()
  const recall = (key: string): Result => {
    const known = results.get(key)
    if (known !== undefined) return known
    const result = work(key)
    if (key.length > keyLength) return result
    if (results.size >= entries) results.clear()
    results.set(key, result)
    return result
  }
  return Object.defineProperty(recall, 'size', { get: () => results.size }) as Memoized<Result>
}
