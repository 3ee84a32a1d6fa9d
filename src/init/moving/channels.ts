import type { types } from 'recast'
import { visit } from 'recast'
import { type Expression, memberCall, n, type Path, textOf } from './syntax.ts'

/** Which channel a value of a test file is, where the file says so. */
export class Channels {
  /** By scope and name; undefined where one variable is several channels. */
  readonly #known = new Map<unknown, Map<string, Expression | undefined>>()

  constructor(file: types.namedTypes.File) {
    const note = (path: Path, id: unknown, value: unknown) => {
      const channel = subscribed(value)
      if (channel !== undefined && n.Identifier.check(id)) this.#note(path, id.name, channel)
    }
    visit(file, {
      visitVariableDeclarator(path) {
        note(path, path.node.id, path.node.init)
        this.traverse(path)
      },
      visitAssignmentExpression(path) {
        note(path, path.node.left, path.node.right)
        this.traverse(path)
      },
    })
  }

  /** The name of the channel, as the file writes it. */
  nameOf(value: unknown, path: Path): Expression | undefined {
    if (!n.Identifier.check(value)) return subscribed(value)
    return this.#known.get(scopeOf(path, value.name))?.get(value.name)
  }

  #note(path: Path, name: string, channel: Expression): void {
    const scope = scopeOf(path, name)
    const names = this.#known.get(scope) ?? new Map<string, Expression | undefined>()
    this.#known.set(scope, names)
    const isOther = names.has(name) && labelOf(names.get(name)) !== labelOf(channel)
    names.set(name, isOther ? undefined : channel)
  }
}

/** How a message names it. */
export function labelOf(channel: Expression | undefined): string | undefined {
  return textOf(channel) ?? (n.Identifier.check(channel) ? channel.name : undefined)
}

/** The first argument of `pusher.subscribe(…)` and `pusher.channel(…)`, where it is the same anywhere. */
function subscribed(value: unknown): Expression | undefined {
  const [name] = memberCall(value, 'subscribe', 'channel')?.args ?? []
  const isKnown = textOf(name) !== undefined || n.Identifier.check(name)
  return isKnown ? (name as Expression) : undefined
}

/** The scope of the variable; the file's for one that no declaration was found of. */
function scopeOf(path: Path, name: string): unknown {
  // Each walk makes scopes of its own; what they belong to is the same.
  return path.scope?.lookup(name)?.node
}
