/** Channel names that are remembered; more of them are looked up anew. */
const REMEMBERED = 1_000

interface Pattern<Value> {
  readonly pattern: string
  readonly matches: (channel: string) => boolean
  readonly value: Value
}

/** Values by channel name or by pattern of it, in which `*` stands for any text, also none. */
export class ChannelPatterns<Value> {
  readonly #exact = new Map<string, { readonly pattern: string; readonly value: Value }>()
  /** The most exact first. */
  readonly #patterns: readonly Pattern<Value>[]
  readonly #found = new Map<
    string,
    { readonly pattern: string; readonly value: Value } | undefined
  >()

  constructor(entries: Iterable<readonly [pattern: string, value: Value]>) {
    const patterns: Pattern<Value>[] = []
    for (const [pattern, value] of entries) {
      if (pattern.includes('*')) patterns.push({ pattern, matches: matcherOf(pattern), value })
      else this.#exact.set(pattern, { pattern, value })
    }
    this.#patterns = patterns.sort((a, b) => literals(b.pattern) - literals(a.pattern))
  }

  /** What the most exact pattern says: the name itself, or else the one that spells out most of it. */
  get(channel: string): { readonly pattern: string; readonly value: Value } | undefined {
    const exact = this.#exact.get(channel)
    if (exact !== undefined) return exact
    if (this.#found.has(channel)) return this.#found.get(channel)
    if (this.#found.size >= REMEMBERED) this.#found.clear()
    const found = this.#patterns.find(({ matches }) => matches(channel))
    this.#found.set(channel, found)
    return found
  }
}

/**
 * Looks for what stands between the asterisks from left to right, which takes no longer for a name made to be
 * slow. The channels of users begin with a `#`, which `*` does not stand for.
 */
function matcherOf(pattern: string): (channel: string) => boolean {
  const [head = '', ...rest] = pattern.split(/\*+/)
  const tail = rest.pop() ?? ''
  return (channel) => {
    if (!channel.startsWith(head) || (head === '' && channel.startsWith('#'))) return false
    let at = head.length
    for (const part of rest) {
      const found = channel.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return channel.length - tail.length >= at && channel.endsWith(tail)
  }
}

function literals(pattern: string): number {
  return pattern.replaceAll('*', '').length
}
