import { is, lineOf, type Node } from './syntax.ts'
import type { TestFile } from './test-file.ts'

/** Gives a name another one, wherever it stands for the same. */
export function rename(file: TestFile, from: string, to: string): void {
  if (from === to) return
  file.walk((node) => {
    if (!is(node, 'Identifier') || node.name !== from) return
    const parent = file.parentOf(node)
    if (isKey(parent, node)) return
    const isShort = is(parent, 'Property') && parent.shorthand
    file.edits.replace(node.start, node.start + from.length, isShort ? `${from}: ${to}` : to)
  })
}

function isKey(parent: unknown, node: Node): boolean {
  if (is(parent, 'MemberExpression')) return parent.property === node && !parent.computed
  return is(parent, 'Property') && parent.key === node && !parent.computed
}

/** A place where a file uses a name that it imports. */
interface Use {
  readonly line: number
  readonly isType: boolean
}

export function usesOf(file: TestFile, name: string): Use[] {
  const uses: Use[] = []
  file.walk((node) => {
    if (!is(node, 'Identifier') || node.name !== name) return
    const parent = file.parentOf(node)
    const isImport =
      is(parent, 'ImportSpecifier') ||
      is(parent, 'ImportDefaultSpecifier') ||
      (is(parent, 'VariableDeclarator') && parent.id === node) ||
      (is(parent, 'Property') && is(file.parentOf(parent), 'ObjectPattern'))
    const type: string | undefined = parent?.type
    if (!isImport) uses.push({ line: lineOf(node), isType: type === 'TSTypeReference' })
  })
  return uses
}
