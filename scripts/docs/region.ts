import { readFile } from 'node:fs/promises'

/**
 * The text of a source file, or of one of its regions (`// #region name` to `// #endregion name`), without
 * the indentation that its lines share and without the marks of regions inside.
 *
 * @param source a path from the root of the repository, `#name` after it for a region
 */
export async function readRegion(root: URL, source: string): Promise<string> {
  const [path = '', name] = source.split('#')
  const lines = (await readFile(new URL(path, root), 'utf8')).trimEnd().split('\n')
  const inside = name === undefined ? lines : linesOf(lines, name, source)
  const shown = inside.filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line))
  return withoutIndent(trimBlank(shown)).join('\n')
}

function linesOf(lines: readonly string[], name: string, source: string): readonly string[] {
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${name}`)
  if (start === -1 || end < start) throw new Error(`There is no region ${source}`)
  return lines.slice(start + 1, end)
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
