import { readFile } from 'node:fs/promises'

/** The line of a mark, in the comments of whatever language. */
const MARK = /^\s*(?:\/\/|#|<%#|<!--|\{#) #(end)?region (\S+)/

/**
 * The text of a source file, or of the parts between `// #region name` and `// #endregion name`, without the
 * indentation that its lines share and without the marks of other regions. Relative imports are shown without
 * an extension. Comments may be those of another language: `# #region name`, `<%# #region name %>`.
 *
 * @param source a path from the root of the repository, `#name` after it for a region
 */
export async function readRegion(root: URL, source: string): Promise<string> {
  const [path = '', name] = source.split('#')
  const lines = (await readFile(new URL(path, root), 'utf8')).trimEnd().split('\n')
  const inside = name === undefined ? lines : linesOf(lines, name, source)
  const shown = inside.filter((line) => !MARK.test(line))
  return withoutExtensions(withoutIndent(trimBlank(shown)).join('\n'))
}

/** Not every project lets an import name a file of TypeScript in full: Next.js's own set-up does not. */
function withoutExtensions(code: string): string {
  return code.replace(/(from '\.[^']*)\.tsx?'/g, "$1'")
}

/** Of every part that has the name, one after the other: what stands between them is not shown. */
function linesOf(lines: readonly string[], name: string, source: string): readonly string[] {
  const shown: string[] = []
  let inside = false
  let found = false
  for (const line of lines) {
    const [mark, isEnd, marked] = MARK.exec(line) ?? []
    if (mark !== undefined && marked === name) {
      inside = isEnd === undefined
      found = true
    } else if (inside) shown.push(line)
  }
  if (!found || inside) throw new Error(`There is no region ${source}, or it has no end`)
  return shown
}

function trimBlank(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '')
  const last = lines.findLastIndex((line) => line.trim() !== '')
  return lines.slice(first, last + 1)
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const shared = Math.min(...indents)
  return lines.map((line) => line.slice(shared))
}
