import { type FunctionNode, is, isFunction, type Node, rootName } from './syntax.ts'
import type { TestFile } from './test-file.ts'

const TESTS: ReadonlySet<string> = new Set(['it', 'test', 'fit'])
const HOOKS: ReadonlySet<string> = new Set(['beforeEach', 'afterEach'])

/** The function of a test, or of a hook, in which something stands. */
export interface TestFunction {
  readonly node: FunctionNode
  /** What stands in it directly. */
  readonly statement: Node
  /** Whether it gets its arguments from a table. */
  readonly isTable: boolean
  /** Whether it runs before or after each test. */
  readonly isHook: boolean
}

/** @returns undefined in a helper, at the top of the file, and in hooks that have no fake */
export function testFunctionOf(file: TestFile, node: Node): TestFunction | undefined {
  let statement = node
  let parent = file.parentOf(node)
  for (let at = node; parent !== undefined; at = parent, parent = file.parentOf(at)) {
    if (isFunction(at) && is(parent, 'CallExpression') && parent.callee !== at) {
      const root = rootName(parent.callee)
      if (root !== undefined && (TESTS.has(root) || HOOKS.has(root))) {
        return { node: at, statement, isTable: isEach(parent.callee), isHook: HOOKS.has(root) }
      }
    }
    if (is(parent, 'BlockStatement') || is(parent, 'Program')) statement = at
  }
  return undefined
}

function isEach(callee: unknown): boolean {
  return is(callee, 'CallExpression') || is(callee, 'TaggedTemplateExpression')
}

/** What the functions of a file's tests are made to do. */
export class TestFunctions {
  readonly #file: TestFile
  readonly #waits = new Map<FunctionNode, Set<string>>()
  readonly #fixtures = new Set<FunctionNode>()

  constructor(file: TestFile) {
    this.#file = file
  }

  /** Lets the test wait for the subscription, before what stands in it triggers. */
  waitBefore({ node, statement }: TestFunction, channel: string): void {
    const { source, edits, style } = this.#file
    const known = this.#waits.get(node)
    if (known === undefined && !node.async) edits.insert(node.start, 'async ')
    if (known?.has(channel)) return
    this.#waits.set(node, new Set([...(known ?? []), channel]))
    const wait = `await expect(pusherFake).toHaveSubscribed(${channel})`
    const indent = this.#file.indentAt(statement.start)
    if (is(node.body, 'BlockStatement')) {
      const line = source.slice(source.lastIndexOf('\n', statement.start - 1) + 1, statement.start)
      // Such a beginning would go on with the line above.
      const end = /[([`]/.test(source[statement.start] ?? '') ? ';' : style.end
      const between = line.trim() === '' ? `${end}${style.newline}${indent}` : '; '
      return edits.insert(statement.start, wait + between)
    }
    const { start, end } = node.body
    const inner = `${style.newline}${indent}  `
    const arrow = source.lastIndexOf('=>', start) + 2
    edits.replace(arrow, start, ` {${inner}${wait}${style.end}${inner}`)
    edits.replace(end, node.end, `${style.end}${style.newline}${indent}}`)
  }

  /** Has Vitest give the fake to the function. @returns whether it could */
  takeFixture({ node, isTable }: TestFunction): boolean {
    const [first] = node.params
    if (isTable) return false
    if (this.#fixtures.has(node)) return true
    const { source, edits } = this.#file
    if (first === undefined) {
      edits.insert(source.indexOf('(', node.start) + 1, '{ pusherFake }')
    } else if (!is(first, 'ObjectPattern')) {
      return false
    } else {
      const has = first.properties.some(
        (each) =>
          is(each, 'Property') && is(each.key, 'Identifier') && each.key.name === 'pusherFake',
      )
      const [property] = first.properties
      if (property === undefined) edits.insert(first.start + 1, ' pusherFake ')
      else if (!has) edits.insert(property.start, 'pusherFake, ')
    }
    this.#fixtures.add(node)
    return true
  }
}
