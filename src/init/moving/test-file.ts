import { type Comment, type Program, parseScript } from '../parse-script.ts'
import { Edits } from './edits.ts'
import { Style } from './style.ts'
import { childrenOf, is, type Node } from './syntax.ts'

/** A test file: its syntax, and what is to be changed in its text. */
export class TestFile {
  readonly source: string
  readonly program: Program
  readonly edits: Edits
  readonly style: Style
  readonly #comments: Comment[] = []
  readonly #parents = new Map<Node, Node>()
  readonly #removed = new Set<Node>()

  /** @throws SyntaxError */
  constructor(source: string, path: string) {
    this.source = source
    this.program = parseScript(source, path, this.#comments)
    this.edits = new Edits(source)
    this.style = new Style(source)
    this.walk((node) => {
      for (const child of childrenOf(node)) this.#parents.set(child, node)
    })
  }

  parentOf(node: Node): Node | undefined {
    return this.#parents.get(node)
  }

  /** Visits what has not been taken out, from the outside to the inside. */
  walk(visit: (node: Node) => void, from: Node = this.program): void {
    if (this.#removed.has(from)) return
    visit(from)
    for (const child of childrenOf(from)) this.walk(visit, child)
  }

  /** Puts a text in the place of a node, or of it and what follows it. */
  replace(node: Node, text: string, end: number = node.end): void {
    this.#removed.add(node)
    this.edits.replace(node.start, end, text)
  }

  /** Takes out a statement, the comment over it, its line, and the empty line after it. */
  remove(statement: Node): void {
    if (this.#removed.has(statement)) return
    this.#removed.add(statement)
    const lineStart = this.source.lastIndexOf('\n', statement.start - 1) + 1
    const ownsLine = this.source.slice(lineStart, statement.start).trim() === ''
    const after = /[ \t]*(?:\r?\n)?/y
    after.lastIndex = statement.end
    const end = statement.end + (after.exec(this.source)?.[0].length ?? 0)
    if (!ownsLine) return this.edits.replace(statement.start, statement.end, '')
    const start = this.#startWithComments(statement, lineStart)
    const empty = /[ \t]*\r?\n/y
    empty.lastIndex = end
    // What was between two empty lines, or first in its block, leaves none of its own.
    const isApart = /(?:^|\{[ \t]*\r?\n|\n[ \t]*\r?\n)$/.test(this.source.slice(0, start))
    this.edits.replace(start, isApart ? end + (empty.exec(this.source)?.[0].length ?? 0) : end, '')
  }

  isRemoved(node: Node): boolean {
    return this.#removed.has(node)
  }

  /** The statements that are left in a block, or in the file. */
  statementsOf(block: Node = this.program): Node[] {
    if (!is(block, 'BlockStatement') && !is(block, 'Program')) return []
    return block.body.filter((statement) => !this.#removed.has(statement))
  }

  /** Whitespace that the line of a position begins with. */
  indentAt(position: number): string {
    const lineStart = this.source.lastIndexOf('\n', position - 1) + 1
    return /^[ \t]*/.exec(this.source.slice(lineStart))?.[0] ?? ''
  }

  /** What a file says of itself at its top, such as its environment, stays there. */
  #startWithComments(statement: Node, lineStart: number): number {
    let start = lineStart
    if (statement === this.program.body[0]) return start
    for (const comment of this.#comments.toReversed()) {
      if (comment.end > start) continue
      if (!/^[ \t]*\r?\n$/.test(this.source.slice(comment.end, start))) break
      const line = this.source.lastIndexOf('\n', comment.start - 1) + 1
      if (this.source.slice(line, comment.start).trim() !== '') break
      start = line
    }
    return start
  }
}
