import { parse as parseByBabel } from '@babel/parser'
import { parse, print, types } from 'recast'

export const b: typeof types.builders = types.builders
export const n: typeof types.namedTypes = types.namedTypes

export type Node = types.namedTypes.Node
export type Expression = Parameters<typeof b.expressionStatement>[0]
export type Statement = types.namedTypes.Program['body'][number]
export type Path = InstanceType<typeof types.NodePath>
export type FunctionNode =
  | types.namedTypes.ArrowFunctionExpression
  | types.namedTypes.FunctionExpression

/** @throws SyntaxError */
export function parseTest(source: string, path: string): types.namedTypes.File {
  // `<Type>value` is no JSX, and JSX is in every other kind of file.
  const isPlainTypeScript = /\.[cm]?ts$/.test(path)
  return parse(source, {
    parser: {
      parse: (text: string) =>
        parseByBabel(text, {
          sourceType: 'unambiguous',
          tokens: true,
          allowReturnOutsideFunction: true,
          allowAwaitOutsideFunction: true,
          plugins: ['typescript', 'decorators', ...(isPlainTypeScript ? [] : (['jsx'] as const))],
        }),
    },
  })
}

/** The source again; what was not touched is as it was. */
export function printTest(file: types.namedTypes.File, source: string): string {
  return print(file, { lineTerminator: source.includes('\r\n') ? '\r\n' : '\n' }).code
}

/** How a file writes what another may write otherwise. */
export class Style {
  readonly #quote: string
  readonly #end: string

  constructor(source: string) {
    const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0
    this.#quote = count(/"/g) > count(/'/g) ? '"' : "'"
    this.#end = count(/;[ \t]*$/gm) > count(/[)\w'"][ \t]*$/gm) ? ';' : ''
  }

  quote(text: string): string {
    return `${this.#quote}${text.replace(new RegExp(`[\\\\${this.#quote}]`, 'g'), '\\$&')}${this.#quote}`
  }

  statement(code: string): Statement {
    // Lines of its own, which are kept when it is printed.
    const [statement] = parseTest(`\n${code}${this.#end}\n`, 'snippet.js').program.body
    if (statement === undefined) throw new Error(`No statement: ${code}`)
    return statement
  }

  expression(code: string): Expression {
    const statement = this.statement(`_(${code})`)
    const call = n.ExpressionStatement.check(statement) ? statement.expression : undefined
    const [argument] = n.CallExpression.check(call) ? call.arguments : []
    if (argument === undefined) throw new Error(`No expression: ${code}`)
    return argument as Expression
  }
}

/** The value itself, without `await`, casts and assertions around it. */
export function bare(node: unknown): unknown {
  if (n.AwaitExpression.check(node)) return bare(node.argument)
  const isWrapped =
    n.TSAsExpression.check(node) ||
    n.TSNonNullExpression.check(node) ||
    n.TSTypeAssertion.check(node) ||
    n.ParenthesizedExpression.check(node)
  return isWrapped ? bare(node.expression) : node
}

/** The text of a literal. */
export function textOf(node: unknown): string | undefined {
  if (n.StringLiteral.check(node)) return node.value
  if (n.Literal.check(node) && typeof node.value === 'string') return node.value
  if (!n.TemplateLiteral.check(node) || node.expressions.length > 0) return undefined
  return node.quasis[0]?.value.cooked ?? undefined
}

/** A call of a member, `object.name(…)`, whatever is around it. */
export function memberCall(
  node: unknown,
  ...names: readonly string[]
): { readonly object: unknown; readonly args: readonly Node[] } | undefined {
  const call = bare(node)
  if (!n.CallExpression.check(call) && !n.OptionalCallExpression.check(call)) return undefined
  const { callee } = call
  if (!n.MemberExpression.check(callee) && !n.OptionalMemberExpression.check(callee))
    return undefined
  if (!n.Identifier.check(callee.property) || !names.includes(callee.property.name))
    return undefined
  return { object: bare(callee.object), args: call.arguments }
}

/** The name at the root of `test`, `test.only`, `test.each(…)`. */
export function rootName(node: unknown): string | undefined {
  if (n.Identifier.check(node)) return node.name
  if (n.MemberExpression.check(node)) return rootName(node.object)
  if (n.CallExpression.check(node)) return rootName(node.callee)
  return n.TaggedTemplateExpression.check(node) ? rootName(node.tag) : undefined
}

export function lineOf(node: Node): number {
  return node.loc?.start.line ?? 1
}
