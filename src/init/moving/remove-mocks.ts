import type { Moving } from './moving.ts'
import { is, memberCall, type Node, rootName, textOf } from './syntax.ts'

/** Takes out `jest.mock('pusher-js', …)`, and resets of the mock, which each test has by itself. */
export function removeMocks(moving: Moving): void {
  const { file, imports } = moving
  file.walk((node) => {
    if (!is(node, 'ExpressionStatement')) return
    const mock = memberCall(node.expression, 'mock', 'doMock', 'unmock', 'dontMock')
    const isRunner = /^(?:jest|vi)$/.test(rootName(mock?.object) ?? '')
    if (isRunner && /^pusher-js(?:\/|$)/.test(textOf(mock?.args[0]) ?? '')) {
      const text = moving.textAround(node)
      const isOurs = ['pusher-js-mock', ...imports.mockNames.keys()].some((name) =>
        text.includes(name),
      )
      if (isOurs || mock?.args.length === 1) file.remove(node)
      else {
        moving.decide(node, 'pusher-js is mocked by hand: take it out, the real client runs.')
      }
      return
    }
    const reset = memberCall(node.expression, 'reset')?.object
    if (!is(reset, 'Identifier') || !/^PusherMockInstance$/i.test(reset.name)) return
    const hook = hookOf(moving, node)
    file.remove(node)
    if (hook !== undefined && file.statementsOf(hook.block).length === 0) file.remove(hook.call)
  })
}

/** The hook in which a statement stands, and its call. */
function hookOf(
  { file }: Moving,
  statement: Node,
): { readonly block: Node; readonly call: Node } | undefined {
  const block = file.parentOf(statement)
  const call = block && file.parentOf(file.parentOf(block) ?? block)
  const outer = call && file.parentOf(call)
  if (!is(call, 'CallExpression') || !is(outer, 'ExpressionStatement')) return undefined
  const isHook = /^(?:before|after)(?:Each|All)$/.test(rootName(call.callee) ?? '')
  return isHook && block !== undefined ? { block, call: outer } : undefined
}
