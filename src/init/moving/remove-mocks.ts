import { visit } from 'recast'
import type { Moving } from './moving.ts'
import { memberCall, n, type Path, rootName, textOf } from './syntax.ts'

/**
 * Takes out `jest.mock('pusher-js', …)`, and resets of the mock, which each test has by itself.
 *
 * @param names those that the file has of the mock
 */
export function removeMocks(moving: Moving, names: readonly string[]): void {
  const emptied: Path[] = []
  visit(moving.file, {
    visitExpressionStatement(path) {
      const { expression } = path.node
      const mock = memberCall(expression, 'mock', 'doMock', 'unmock', 'dontMock')
      const isRunner = /^(?:jest|vi)$/.test(rootName(mock?.object) ?? '')
      if (isRunner && /^pusher-js(?:\/|$)/.test(textOf(mock?.args[0]) ?? '')) {
        const text = moving.textAround(path.node)
        const isOurs = ['pusher-js-mock', ...names].some((name) => text.includes(name))
        if (isOurs || mock?.args.length === 1) path.prune()
        else
          moving.decide(
            path.node,
            'pusher-js is mocked by hand: take it out, the real client runs.',
          )
        return false
      }
      const reset = memberCall(expression, 'reset')
      if (n.Identifier.check(reset?.object) && /^PusherMockInstance$/i.test(reset.object.name)) {
        emptied.push(path.parent)
        path.prune()
        return false
      }
      this.traverse(path)
      return undefined
    },
  })
  for (const block of emptied) removeIfEmpty(block)
}

/** A hook whose body is empty goes, too. */
function removeIfEmpty(block: Path): void {
  if (!n.BlockStatement.check(block.node) || block.node.body.length > 0) return
  const call = block.parent?.parent
  if (!n.CallExpression.check(call?.node) || !n.ExpressionStatement.check(call.parent.node)) return
  if (/^(?:before|after)(?:Each|All)$/.test(rootName(call.node.callee) ?? '')) call.parent.prune()
}
