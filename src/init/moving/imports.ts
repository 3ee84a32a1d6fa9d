import { is, type Node, rootName, textOf } from './syntax.ts'
import type { TestFile } from './test-file.ts'

export const MOCK_MODULE: RegExp = /^pusher-js-mock(?:\/|$)/

/** A name that the file is to take from a module. */
export interface Wanted {
  readonly module: string
  /** `default` for the module's own, empty where only the module is to run. */
  readonly exported: string
  readonly local: string
  readonly isType?: boolean
}

/** The statements by which a test file takes names from other modules. */
export class Imports {
  /** Those of pusher-js-mock, local name to exported name. */
  readonly mockNames: ReadonlyMap<string, string>
  /** The app's client class, where the file has it. */
  readonly client: string | undefined
  readonly #file: TestFile
  /** Whether modules are taken by `require`. */
  readonly #requires: boolean
  readonly #wanted: Wanted[] = []
  readonly #dropped = new Set<Node>()
  readonly #shortened = new Set<Node>()
  #below = ''

  constructor(file: TestFile) {
    this.#file = file
    const { body } = file.program
    const taken = body.flatMap((statement) => {
      const { from = '', bound } = boundBy(statement)
      return bound.map(({ local, exported }) => ({ from, local, exported }))
    })
    const mocks = taken.filter(({ from }) => MOCK_MODULE.test(from))
    this.mockNames = new Map(
      // The deep path of the instance has it as its default.
      mocks.map(({ from, local, exported }) => [
        local,
        /instance$/.test(from) ? 'PusherMockInstance' : exported,
      ]),
    )
    this.client = taken.find(
      ({ from, exported }) => /^pusher-js(?:\/|$)/.test(from) && exported === 'default',
    )?.local
    this.#requires = !body.some((each) => is(each, 'ImportDeclaration'))
  }

  /** Takes names out; a statement that has none left goes. */
  drop(from: RegExp, drops: (exported: string, local: string) => boolean): void {
    for (const statement of this.#file.statementsOf()) {
      const { from: module, bound } = boundBy(statement)
      if (module === undefined || !from.test(module)) continue
      const left = bound.filter(({ node }) => !this.#dropped.has(node))
      const dropped = left.filter(({ exported, local }) => drops(exported, local))
      if (dropped.length === 0) continue
      for (const { node } of dropped) this.#dropped.add(node)
      if (dropped.length === left.length) this.#file.remove(statement)
      else this.#shortened.add(statement)
    }
  }

  add(...wanted: readonly Wanted[]): void {
    this.#wanted.push(...wanted)
  }

  /** Puts a statement below them. */
  putBelow(statement: string): void {
    this.#below = statement
  }

  /** Writes it all: what is added stands below the first that is left. */
  write(): void {
    const { end, newline } = this.#file.style
    for (const statement of this.#shortened) {
      if (!this.#file.isRemoved(statement)) this.#shorten(statement)
    }
    const groups = Map.groupBy(this.#wanted, ({ module, isType }) => `${isType} ${module}`)
    const added = [...groups.values()].map((names) => this.#takes(names) + end)
    const below = this.#below === '' ? [] : ['', this.#below + end]
    const left = this.#file.statementsOf().filter((each) => boundBy(each).from !== undefined)
    const [first] = left
    if (first !== undefined) {
      const put = (at: Node, lines: readonly string[]) =>
        this.#file.edits.insert(at.end, lines.map((line) => newline + line).join(''))
      put(first, added)
      put(left.at(-1) ?? first, below)
      return
    }
    const at = this.#file.program.body[0]?.start ?? 0
    const lines = [...added, ...below, ...(below.length > 0 ? [''] : [])]
    this.#file.edits.insert(at, lines.map((line) => line + newline).join(''))
  }

  #shorten(statement: Node): void {
    const { source, edits, style } = this.#file
    const all = boundBy(statement).bound.map(({ node }) => node)
    const isNamed = (node: Node) => is(node, 'ImportSpecifier') || is(node, 'Property')
    const named = all.filter(isNamed)
    const whole = all.find((node) => !isNamed(node))
    const kept = named.filter((node) => !this.#dropped.has(node))
    const [first] = named
    const last = named.at(-1)
    if (first === undefined || last === undefined) return
    if (kept.length === 0 && whole !== undefined) {
      return edits.replace(whole.end, source.indexOf('}', last.end) + 1, '')
    }
    if (whole !== undefined && this.#dropped.has(whole)) {
      edits.replace(whole.start, source.lastIndexOf('{', first.start), '')
    }
    const isInLines = source.slice(first.start, last.end).includes('\n')
    const between = isInLines ? `,${style.newline}${this.#file.indentAt(first.start)}` : ', '
    const text = kept.map(({ start, end }) => source.slice(start, end)).join(between)
    edits.replace(first.start, last.end, text)
  }

  #takes(names: readonly Wanted[]): string {
    const [{ module = '', exported = '', local = '', isType = false } = {}] = names
    const from = this.#file.style.quote(module)
    const isWhole = exported === 'default'
    if (exported === '') return this.#requires ? `require(${from})` : `import ${from}`
    const isRequired = this.#requires && !isType
    const pairs = names.map((each) => {
      if (each.exported === each.local) return each.local
      return `${each.exported}${isRequired ? ':' : ' as'} ${each.local}`
    })
    const taken = isWhole ? local : `{ ${pairs.join(', ')} }`
    if (isRequired) return `const ${taken} = require(${from})`
    return `import ${isType ? 'type ' : ''}${taken} from ${from}`
  }
}

interface Bound {
  readonly from?: string
  readonly bound: readonly BoundName[]
}

interface BoundName {
  readonly local: string
  readonly exported: string
  /** Where it stands. */
  readonly node: Node
}

/** The names that a statement takes from another module. */
function boundBy(statement: Node): Bound {
  if (is(statement, 'ImportDeclaration')) {
    const bound = statement.specifiers.map((node): BoundName => {
      const local = node.local.name
      if (is(node, 'ImportDefaultSpecifier')) return { local, exported: 'default', node }
      if (is(node, 'ImportNamespaceSpecifier')) return { local, exported: '*', node }
      const { imported } = node
      const exported = is(imported, 'Identifier') ? imported.name : (textOf(imported) ?? '')
      return { local, exported, node }
    })
    return { from: textOf(statement.source) ?? '', bound }
  }
  const declarator = is(statement, 'VariableDeclaration') ? statement.declarations[0] : undefined
  if (declarator === undefined) return { bound: [] }
  const { id, init } = declarator
  const call: unknown = is(init, 'MemberExpression') ? init.object : init
  if (!is(call, 'CallExpression') || rootName(call.callee) !== 'require') return { bound: [] }
  const from = textOf(call.arguments[0]) ?? ''
  if (is(id, 'ObjectPattern')) {
    const bound = id.properties.flatMap((node): BoundName[] =>
      is(node, 'Property') && is(node.key, 'Identifier') && is(node.value, 'Identifier')
        ? [{ local: node.value.name, exported: node.key.name, node }]
        : [],
    )
    return { from, bound }
  }
  if (!is(id, 'Identifier')) return { from, bound: [] }
  const member = is(init, 'MemberExpression') ? init.property : undefined
  const exported = is(member, 'Identifier') ? member.name : 'default'
  return { from, bound: [{ local: id.name, exported, node: id }] }
}
