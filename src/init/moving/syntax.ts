import { isNode, type Node } from '../parse-script.ts'

export type { Node } from '../parse-script.ts'
export type FunctionNode = NodeOf<'ArrowFunctionExpression'> | NodeOf<'FunctionExpression'>
type NodeOf<Type extends Node['type']> = Extract<Node, { readonly type: Type }>

export function is<Type extends Node['type']>(node: unknown, type: Type): node is NodeOf<Type> {
  return isNode(node) && node.type === type
}

export function isFunction(node: unknown): node is FunctionNode {
  return is(node, 'ArrowFunctionExpression') || is(node, 'FunctionExpression')
}

/** What stands in a node directly, in the order of the file. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
    .toSorted((one, other) => one.start - other.start)
}

/** Of types, which the parser's own declarations leave out, those that stand around a value. */
const AROUND_A_VALUE: ReadonlySet<string> = new Set([
  'ChainExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
])

/** The value itself, without `await`, casts and assertions around it. */
export function bare(node: unknown): unknown {
  if (is(node, 'AwaitExpression')) return bare(node.argument)
  if (!isNode(node) || !AROUND_A_VALUE.has(node.type)) return node
  return 'expression' in node ? bare(node.expression) : node
}

/** The text of a literal. */
export function textOf(node: unknown): string | undefined {
  if (is(node, 'Literal')) return typeof node.value === 'string' ? node.value : undefined
  if (!is(node, 'TemplateLiteral') || node.expressions.length > 0) return undefined
  return node.quasis[0]?.value.cooked ?? undefined
}

/** A call of a member, `object.name(…)`, whatever is around it. */
export function memberCall(
  node: unknown,
  ...names: readonly string[]
): { readonly object: unknown; readonly args: readonly Node[] } | undefined {
  const call = bare(node)
  if (!is(call, 'CallExpression') || !is(call.callee, 'MemberExpression')) return undefined
  const { object, property } = call.callee
  if (!is(property, 'Identifier') || !names.includes(property.name)) return undefined
  return { object: bare(object), args: call.arguments }
}

/** The name at the root of `test`, `test.only`, `test.each(…)`. */
export function rootName(node: unknown): string | undefined {
  if (is(node, 'Identifier')) return node.name
  if (is(node, 'MemberExpression')) return rootName(node.object)
  if (is(node, 'CallExpression')) return rootName(node.callee)
  return is(node, 'TaggedTemplateExpression') ? rootName(node.tag) : undefined
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1
}
