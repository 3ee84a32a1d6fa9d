import { b, type FunctionNode, n, type Path, rootName, type Style } from './syntax.ts'

const TESTS: ReadonlySet<string> = new Set(['it', 'test', 'fit'])
const HOOKS: ReadonlySet<string> = new Set(['beforeEach', 'afterEach'])

/** The function of a test, or of a hook, in which something stands. */
export interface TestFunction {
  readonly node: FunctionNode
  /** What stands in it directly. */
  readonly statement: Path
  /** Whether it gets its arguments from a table. */
  readonly isTable: boolean
  /** Whether it runs before or after each test. */
  readonly isHook: boolean
}

/** @returns undefined in a helper, at the top of the file, and in hooks that have no fake */
export function testFunctionOf(path: Path): TestFunction | undefined {
  let statement = path
  for (let at: Path | null = path; at !== null && at.parent !== null; at = at.parent as Path) {
    if (isFunction(at.node)) {
      const call: unknown = at.parent.node
      const isOfCall = n.CallExpression.check(call) && call.callee !== at.node
      const root = isOfCall ? rootName(call.callee) : undefined
      if (isOfCall && root !== undefined && (TESTS.has(root) || HOOKS.has(root))) {
        return {
          node: at.node,
          statement,
          isTable: !n.Identifier.check(call.callee) && isEach(call.callee),
          isHook: HOOKS.has(root),
        }
      }
    }
    if (n.BlockStatement.check(at.parent.node) || n.Program.check(at.parent.node)) statement = at
  }
  return undefined
}

function isEach(callee: unknown): boolean {
  return n.CallExpression.check(callee) || n.TaggedTemplateExpression.check(callee)
}

function isFunction(node: unknown): node is FunctionNode {
  return n.ArrowFunctionExpression.check(node) || n.FunctionExpression.check(node)
}

/** Lets the test wait for the subscription, before what stands in it triggers. */
export function waitBefore({ node, statement }: TestFunction, channel: string, style: Style): void {
  const known = waits.get(node) ?? new Set()
  waits.set(node, known)
  if (known.has(channel)) return
  known.add(channel)
  const wait = style.statement(`await expect(pusherFake).toHaveSubscribed(${channel})`)
  node.async = true
  if (n.BlockStatement.check(node.body)) statement.insertBefore(wait)
  else node.body = b.blockStatement([wait as never, b.expressionStatement(node.body)])
}

const waits = new WeakMap<FunctionNode, Set<string>>()

/** Has Vitest give the fake to the function. @returns whether it could */
export function takeFixture({ node, isTable }: TestFunction, style: Style): boolean {
  const [first] = node.params
  if (isTable) return false
  const given = style.expression('({ pusherFake }) => 0')
  const [pattern] = n.ArrowFunctionExpression.check(given) ? given.params : []
  if (!n.ObjectPattern.check(pattern)) return false
  if (first === undefined) {
    node.params = [pattern]
    return true
  }
  if (!n.ObjectPattern.check(first)) return false
  const has = first.properties.some(
    (each) =>
      n.ObjectProperty.check(each) &&
      n.Identifier.check(each.key) &&
      each.key.name === 'pusherFake',
  )
  if (!has) first.properties.push(...pattern.properties)
  return true
}
