import { type types, visit } from 'recast'
import { lineOf, n, rootName, type Statement, type Style, textOf } from './syntax.ts'

export const MOCK_MODULE: RegExp = /^pusher-js-mock(?:\/|$)/

/** What a test file takes from pusher-js-mock, and how it takes anything. */
export interface MockImports {
  /** Local name to exported name. */
  readonly names: ReadonlyMap<string, string>
  /** The app's client class, where the file has it. */
  readonly client: string | undefined
  /** Whether modules are taken by `require`. */
  readonly requires: boolean
  readonly statements: readonly Statement[]
}

export function readImports({ program }: types.namedTypes.File): MockImports {
  const names = new Map<string, string>()
  const statements: Statement[] = []
  let client: string | undefined
  for (const statement of program.body) {
    const { from, bound } = boundBy(statement)
    if (from === undefined) continue
    if (/^pusher-js(?:\/|$)/.test(from)) {
      for (const [local, exported] of bound) if (exported === 'default') client ??= local
    }
    if (!MOCK_MODULE.test(from)) continue
    statements.push(statement)
    // The deep path of the instance has it as its default.
    for (const [local, exported] of bound) {
      names.set(local, /instance$/.test(from) ? 'PusherMockInstance' : exported)
    }
  }
  const requires = !program.body.some((each) => n.ImportDeclaration.check(each))
  return { names, client, requires, statements }
}

interface Bound {
  readonly from?: string
  /** Local name and exported name. */
  readonly bound: readonly (readonly [string, string])[]
}

/** The names that a statement takes from another module. */
function boundBy(statement: Statement): Bound {
  if (n.ImportDeclaration.check(statement)) {
    const bound = (statement.specifiers ?? []).map((each): readonly [string, string] => {
      const local = String(each.local?.name ?? '')
      if (n.ImportDefaultSpecifier.check(each)) return [local, 'default']
      if (n.ImportNamespaceSpecifier.check(each)) return [local, '*']
      const imported = String(each.imported.name)
      return [local === '' ? imported : local, imported]
    })
    return { from: textOf(statement.source) ?? '', bound }
  }
  if (!n.VariableDeclaration.check(statement)) return { bound: [] }
  const [declarator] = statement.declarations
  if (!n.VariableDeclarator.check(declarator)) return { bound: [] }
  const init: unknown = n.MemberExpression.check(declarator.init)
    ? declarator.init.object
    : declarator.init
  if (!n.CallExpression.check(init) || rootName(init.callee) !== 'require') return { bound: [] }
  const from = textOf(init.arguments[0]) ?? ''
  const { id } = declarator
  if (n.ObjectPattern.check(id)) {
    const bound = id.properties.flatMap((each): (readonly [string, string])[] =>
      n.ObjectProperty.check(each) && n.Identifier.check(each.key) && n.Identifier.check(each.value)
        ? [[each.value.name, each.key.name]]
        : [],
    )
    return { from, bound }
  }
  if (!n.Identifier.check(id)) return { from, bound: [] }
  const member = n.MemberExpression.check(declarator.init) ? declarator.init.property : undefined
  return { from, bound: [[id.name, n.Identifier.check(member) ? member.name : 'default']] }
}

/** Takes names out of the file's imports; a statement that has none left goes. */
export function dropNames(
  file: types.namedTypes.File,
  from: RegExp,
  drops: (exported: string, local: string) => boolean,
): void {
  file.program.body = file.program.body.filter((statement) => {
    const { from: module, bound } = boundBy(statement)
    if (module === undefined || !from.test(module) || bound.length === 0) return true
    const left = new Set(
      bound.filter(([local, exported]) => !drops(exported, local)).map(([local]) => local),
    )
    if (left.size === 0) return false
    if (left.size === bound.length) return true
    if (n.ImportDeclaration.check(statement)) {
      statement.specifiers = (statement.specifiers ?? []).filter((each) => {
        const imported = n.ImportSpecifier.check(each) ? String(each.imported.name) : ''
        return left.has(String(each.local?.name ?? imported))
      })
    } else if (n.VariableDeclaration.check(statement)) {
      const [declarator] = statement.declarations
      if (n.VariableDeclarator.check(declarator) && n.ObjectPattern.check(declarator.id)) {
        declarator.id.properties = declarator.id.properties.filter(
          (each) =>
            n.ObjectProperty.check(each) &&
            n.Identifier.check(each.value) &&
            left.has(each.value.name),
        )
      }
    }
    return true
  })
}

/** A name that the file is to take from a module. */
export interface Wanted {
  readonly module: string
  /** `default` for the module's own. */
  readonly exported: string
  readonly local: string
  readonly isType?: boolean
}

/** Adds what is wanted, below the first of the file's imports. */
export function addImports(
  { program: { body } }: types.namedTypes.File,
  wanted: readonly Wanted[],
  requires: boolean,
  style: Style,
): void {
  const groups = Map.groupBy(wanted, ({ module, isType }) => `${isType ? 'type ' : ''}${module}`)
  const added = [...groups.values()].map((names) => style.statement(takes(names, requires, style)))
  body.splice(body.findIndex((statement) => boundBy(statement).from !== undefined) + 1, 0, ...added)
}

function takes(names: readonly Wanted[], requires: boolean, style: Style): string {
  const [{ module = '', exported = '', local = '', isType = false } = {}] = names
  const from = style.quote(module)
  const isWhole = exported === 'default'
  if (exported === '') return requires ? `require(${from})` : `import ${from}`
  if (requires && !isType) {
    const pairs = names.map(
      (each) => each.exported + (each.exported === each.local ? '' : `: ${each.local}`),
    )
    return `const ${isWhole ? local : `{ ${pairs.join(', ')} }`} = require(${from})`
  }
  const pairs = names.map(
    (each) => (each.exported === each.local ? '' : `${each.exported} as `) + each.local,
  )
  return `import ${isType ? 'type ' : ''}${isWhole ? local : `{ ${pairs.join(', ')} }`} from ${from}`
}

/** Gives a name another one, wherever it stands for the same. @returns the lines on which it is left */
export function rename(file: types.namedTypes.File, from: string, to: string): void {
  if (from === to) return
  visit(file, {
    visitIdentifier(path) {
      if (path.node.name === from && !isKey(path.parent.node, path.node)) path.node.name = to
      this.traverse(path)
    },
    visitJSXIdentifier: () => false,
  })
}

function isKey(parent: unknown, node: unknown): boolean {
  const isMember = n.MemberExpression.check(parent) && parent.property === node && !parent.computed
  return isMember || (n.ObjectProperty.check(parent) && parent.key === node && !parent.shorthand)
}

/** A place where a file uses a name that it imports. */
interface Use {
  readonly line: number
  readonly isType: boolean
}

export function usesOf(file: types.namedTypes.File, name: string): Use[] {
  const uses: Use[] = []
  visit(file, {
    visitIdentifier(path) {
      const parent: unknown = path.parent.node
      const isImport =
        n.ImportSpecifier.check(parent) ||
        n.ImportDefaultSpecifier.check(parent) ||
        (n.VariableDeclarator.check(parent) && parent.id === path.node) ||
        n.ObjectPattern.check(path.parent.parent?.node)
      if (path.node.name === name && !isImport) {
        uses.push({ line: lineOf(path.node), isType: n.TSTypeReference.check(parent) })
      }
      this.traverse(path)
    },
  })
  return uses
}
