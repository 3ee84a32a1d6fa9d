import { readFile } from 'node:fs/promises'
import { above, type CodeBlock } from './code-blocks.ts'
import { isBare, splitImports, usedImports } from './used-imports.ts'

/** The line of a mark, in the comments of whatever language. */
const MARK = /^\s*(?:\/\/|#|<%#|<!--|\{#) #(end)?region (\S+)/

/** The name of the reader's file, which may stand above all else. */
const TITLE = /^\/\/ \S+\.\w+.*\n/

/**
 * The text of a source file, or of the parts between `// #region name` and `// #endregion name`, without the
 * indentation that its lines share and without the marks of other regions. Relative imports are shown without
 * an extension. Comments may be those of another language: `# #region name`, `<%# #region name %>`.
 * A region of a script comes with the imports that it uses, and with no others, so that it is whole when copied:
 * with those that are still missing where it continues another block, and with none where it is a `part`.
 *
 * @param block its `from` is a path from the root of the repository, `#name` after it for a region
 * @param blocks all of its page
 */
export async function readQuoted(
  root: URL,
  block: CodeBlock,
  blocks: readonly CodeBlock[],
): Promise<string> {
  const { from: source = '', part } = block.meta
  const [path = '', name] = source.split('#')
  const text = (await readFile(new URL(path, root), 'utf8')).trimEnd()
  const lines = text.split('\n')
  const inside = name === undefined ? lines : linesOf(lines, name, source)
  const code = withoutIndent(trimBlank(inside.filter((line) => !MARK.test(line)))).join('\n')
  const isScript = /\.[jt]sx?$/.test(path)
  if (name === undefined || !isScript || part !== undefined) return withoutExtensions(code)
  const before = above(block, blocks).map((other) => other.code)
  return withoutExtensions(withImports(code, splitImports(text).imports, before.join('\n')))
}

function withImports(code: string, imports: readonly string[], above: string): string {
  const [title = ''] = TITLE.exec(code) ?? []
  const { body, imports: own } = splitImports(code.slice(title.length))
  const offered = imports.filter((text) => !isBare(text) || own.includes(text))
  const used = usedImports(offered, body, splitImports(above).imports)
  return title + [...used, ...(used.length > 0 ? [''] : []), body].join('\n')
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
