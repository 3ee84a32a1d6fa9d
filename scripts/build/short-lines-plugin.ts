import type { Plugin } from 'vite'

const LONGEST = 120

/** Of a syntax tree, those that stand between brackets, or are statements: a line may end before each of theirs. */
const LISTS: ReadonlySet<string> = new Set([
  'arguments',
  'body',
  'cases',
  'consequent',
  'declarations',
  'elements',
  'properties',
  'specifiers',
])

/** Breaks the lines of modules that have no other whitespace: Node prints the line that threw, all of it. */
export function shortLinesPlugin(): Plugin {
  return {
    name: 'short-lines',
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !/\.c?js$/.test(chunk.fileName)) continue
        const starts = startsIn(this.parse(chunk.code)).toSorted((one, other) => one - other)
        chunk.code = linesOf(chunk.code, starts).join('\n')
      }
    },
  }
}

function linesOf(code: string, starts: readonly number[]): string[] {
  const lines: string[] = []
  let lineStart = 0
  for (const [index, start] of starts.entries()) {
    if (start === lineStart || (starts[index + 1] ?? code.length) - lineStart <= LONGEST) continue
    lines.push(code.slice(lineStart, start))
    lineStart = start
  }
  return [...lines, code.slice(lineStart)]
}

function startsIn(node: object): number[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return []
    if (!Array.isArray(value)) return startsIn(value)
    return value.filter(isNode).flatMap((each) => {
      const inside = startsIn(each)
      return LISTS.has(key) ? [each.start, ...inside] : inside
    })
  })
}

function isNode(value: unknown): value is { readonly start: number } {
  return typeof value === 'object' && value !== null && 'start' in value
}
