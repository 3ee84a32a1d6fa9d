import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { isRecord } from '../protocol/json.ts'
import { parseScript } from './parse-script.ts'

/** Stands where a configuration computes what cannot be read without running it. */
export const COMPUTED: unique symbol = Symbol('computed')

type Node = Readonly<Record<string, unknown>> & { readonly type: string }
type Scope = ReadonlyMap<string, Node>

/**
 * What a tool's configuration file exports, as far as it is written out: `defineConfig`, constants of the
 * file, `satisfies`, functions that return an object and paths made of `import.meta` are seen through. The
 * file is read, never run.
 *
 * @returns undefined when it cannot be parsed
 */
export function readConfigLiterals(path: string): unknown {
  try {
    const body = nodesOf(parseScript(readFileSync(path, 'utf8'), path).body)
    const scope = constantsOf(body)
    const exported = body.map(exportedBy).find((node) => node !== undefined)
    return exported === undefined ? undefined : evaluate(exported, scope, 0)
  } catch {
    return undefined
  }
}

/** The value at a path of what was read; undefined when it is not there, `COMPUTED` when it is not known. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let current = value
  for (const name of path) {
    if (current === COMPUTED) return COMPUTED
    if (!isRecord(current)) return undefined
    current = current[name]
  }
  return current
}

/** Those elements of a list, or the single value, that are text. */
export function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string')
}

const MAX_DEPTH = 50

function evaluate(node: Node, scope: Scope, depth: number): unknown {
  if (depth > MAX_DEPTH) return COMPUTED
  const next = (child: unknown) => (isNode(child) ? evaluate(child, scope, depth + 1) : COMPUTED)
  switch (node.type) {
    case 'Literal':
      return node['value'] ?? null
    case 'TemplateLiteral':
      return nodesOf(node['expressions']).length === 0
        ? at(nodesOf(node['quasis'])[0], 'value', 'cooked')
        : COMPUTED
    case 'Identifier': {
      const name = String(node['name'])
      const declared = scope.get(name)
      if (declared !== undefined) return next(declared)
      return name === 'undefined' ? undefined : name === '__dirname' ? '.' : COMPUTED
    }
    case 'ArrayExpression':
      return nodesOf(node['elements']).flatMap((element) => {
        if (element.type !== 'SpreadElement') return [next(element)]
        const spread = next(element['argument'])
        return Array.isArray(spread) ? spread : [COMPUTED]
      })
    case 'ObjectExpression':
      return object(node, next)
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'AwaitExpression':
      return next(node['expression'] ?? node['argument'])
    // `process.env.X ?? 'default'`
    case 'LogicalExpression': {
      const left = next(node['left'])
      return left === COMPUTED || left === undefined ? next(node['right']) : left
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return next(returnedBy(node))
    case 'NewExpression':
    case 'CallExpression':
      return call(node, next)
    case 'MemberExpression':
      return isImportMetaDirectory(node) ? '.' : COMPUTED
    default:
      return COMPUTED
  }
}

function object(node: Node, next: (child: unknown) => unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const property of nodesOf(node['properties'])) {
    if (property.type === 'SpreadElement') {
      const spread = next(property['argument'])
      if (isRecord(spread)) Object.assign(result, spread)
    } else if (property['computed'] !== true) {
      const key = property['key']
      const name = at(key, 'name') ?? at(key, 'value')
      result[String(name)] = next(property['value'])
    }
  }
  return result
}

/** Paths are joined; of `defineConfig(a, b)` and its like the objects are merged. */
function call(node: Node, next: (child: unknown) => unknown): unknown {
  const callee = node['callee']
  const name = String(at(callee, 'name') ?? at(callee, 'property', 'name'))
  const values = nodesOf(node['arguments']).map(next)
  if (name === 'URL' || name === 'fileURLToPath' || name === 'dirname') return values[0]
  if (name === 'join' || name === 'resolve') {
    const texts = textsOf(values)
    return texts.length === values.length ? posix.join(...texts) : COMPUTED
  }
  const objects = values.filter((value) => isRecord(value))
  return objects.length === 0 ? COMPUTED : objects.reduce(merge)
}

function merge(
  first: Record<string, unknown>,
  second: Record<string, unknown>,
): Record<string, unknown> {
  const result = { ...first }
  for (const [name, value] of Object.entries(second)) {
    const before = result[name]
    result[name] = isRecord(before) && isRecord(value) ? merge(before, value) : value
  }
  return result
}

function exportedBy(statement: Node): Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return nodeOf(statement['declaration'])
  if (statement.type === 'TSExportAssignment') return nodeOf(statement['expression'])
  const assignment = nodeOf(statement['expression'])
  const isModuleExports =
    assignment?.type === 'AssignmentExpression' &&
    at(assignment['left'], 'object', 'name') === 'module' &&
    at(assignment['left'], 'property', 'name') === 'exports'
  return isModuleExports ? nodeOf(assignment['right']) : undefined
}

function constantsOf(body: readonly Node[]): Scope {
  const constants = new Map<string, Node>()
  for (const statement of body) {
    const declaration =
      statement.type === 'ExportNamedDeclaration' ? nodeOf(statement['declaration']) : statement
    for (const declarator of nodesOf(declaration?.['declarations'])) {
      const name = at(declarator['id'], 'name')
      const value = nodeOf(declarator['init'])
      if (typeof name === 'string' && value !== undefined) constants.set(name, value)
    }
  }
  return constants
}

function returnedBy(node: Node): Node | undefined {
  const body = nodeOf(node['body'])
  if (body?.type !== 'BlockStatement') return body
  const statement = nodesOf(body['body']).findLast(({ type }) => type === 'ReturnStatement')
  return nodeOf(statement?.['argument'])
}

/** `import.meta.dirname`; `import.meta.url` comes as the base of a URL, where it counts for nothing. */
function isImportMetaDirectory(node: Node): boolean {
  return at(node, 'object', 'type') === 'MetaProperty' && at(node, 'property', 'name') === 'dirname'
}

function isNode(value: unknown): value is Node {
  return isRecord(value) && typeof value['type'] === 'string'
}

function nodeOf(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined
}

function nodesOf(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}
