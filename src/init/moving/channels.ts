import { bare, childrenOf, is, memberCall, type Node, textOf } from './syntax.ts'
import type { TestFile } from './test-file.ts'

/** Which channel a value of a test file is, where the file says so. */
export class Channels {
  readonly #file: TestFile
  /** By scope and name; undefined where one variable is several channels. */
  readonly #known = new Map<Node, Map<string, Node | undefined>>()

  constructor(file: TestFile) {
    this.#file = file
    file.walk((node) => {
      if (is(node, 'VariableDeclarator')) this.#note(node, node.id, node.init)
      else if (is(node, 'AssignmentExpression')) this.#note(node, node.left, node.right)
    })
  }

  /** The name of the channel, as the file writes it. */
  nameOf(value: unknown, at: Node): Node | undefined {
    if (!is(value, 'Identifier')) return subscribed(value)
    return this.#known.get(this.#scopeOf(at, value.name))?.get(value.name)
  }

  #note(at: Node, id: unknown, value: unknown): void {
    const channel = subscribed(value)
    if (channel === undefined || !is(id, 'Identifier')) return
    const scope = this.#scopeOf(at, id.name)
    const names = this.#known.get(scope) ?? new Map<string, Node | undefined>()
    this.#known.set(scope, names)
    const isOther = names.has(id.name) && labelOf(names.get(id.name)) !== labelOf(channel)
    names.set(id.name, isOther ? undefined : channel)
  }

  /** The block or function that declares a variable; the file where none does. */
  #scopeOf(at: Node, name: string): Node {
    for (
      let scope: Node | undefined = at;
      scope !== undefined;
      scope = this.#file.parentOf(scope)
    ) {
      if (declares(scope, name)) return scope
    }
    return this.#file.program
  }
}

/** How a message names it. */
export function labelOf(channel: Node | undefined): string | undefined {
  return textOf(channel) ?? (is(channel, 'Identifier') ? channel.name : undefined)
}

/** The first argument of `pusher.subscribe(…)` and `pusher.channel(…)`, where it is the same anywhere. */
function subscribed(value: unknown): Node | undefined {
  const [name] = memberCall(bare(value), 'subscribe', 'channel')?.args ?? []
  return textOf(name) !== undefined || is(name, 'Identifier') ? name : undefined
}

function declares(scope: Node, name: string): boolean {
  if ('params' in scope && Array.isArray(scope.params)) return scope.params.some(binds)
  if (!is(scope, 'BlockStatement')) return false
  return scope.body.some(
    (statement) =>
      is(statement, 'VariableDeclaration') && statement.declarations.some(({ id }) => binds(id)),
  )

  function binds(pattern: Node): boolean {
    if (is(pattern, 'Identifier')) return pattern.name === name
    if (is(pattern, 'Property')) return binds(pattern.value)
    if (is(pattern, 'AssignmentPattern')) return binds(pattern.left)
    return childrenOf(pattern).some(binds)
  }
}
