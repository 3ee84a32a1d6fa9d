import { visit } from 'recast'
import type { Moving } from './moving.ts'
import { bare, memberCall, n, rootName } from './syntax.ts'

const CALLED_WITH = [
  'toHaveBeenCalledWith',
  'toBeCalledWith',
  'toHaveBeenLastCalledWith',
  'lastCalledWith',
]

const PRESENCE =
  "presence channels need a user: { user: { id: 'ada', info: {…} } } among the fake's options, in place of an authorizer that answers { id, info }; other members are peers: pusherFake.connect({ user })."

/** What the real client does otherwise than the mock: moved where it can be, named where it cannot. */
export function moveDifferences(moving: Moving): void {
  if (/['"`]presence-/.test(moving.source)) moving.decide(1, PRESENCE)
  const listeners = new Set<string>()
  visit(moving.file, {
    visitCallExpression(path) {
      const [, listener] = memberCall(path.node, 'bind')?.args ?? []
      if (n.Identifier.check(listener)) listeners.add(listener.name)
      this.traverse(path)
    },
  })
  visit(moving.file, {
    visitCallExpression(path) {
      const call = memberCall(path.node, ...CALLED_WITH)
      const [asked] = n.CallExpression.check(call?.object) ? call.object.arguments : []
      const isListener = n.Identifier.check(asked) && listeners.has(asked.name)
      // The real client gives a listener the data and, after them, what it knows of the sender.
      if (isListener && path.node.arguments.length === 1) {
        path.node.arguments.push(moving.style.expression('expect.anything()'))
      }
      this.traverse(path)
    },
    visitMemberExpression(path) {
      const { property, object } = path.node
      const name = n.Identifier.check(property) ? property.name : ''
      if (/channel|pusher/i.test(rootName(bare(object)) ?? '')) {
        if (name === 'callbacks') {
          moving.decide(path.node, "callbacks is the mock's own: assert on what the app shows.")
        } else if (name === 'subscribed') {
          moving.decide(
            path.node,
            'subscribed is true once the service has said so: await that before.',
          )
        }
      }
      this.traverse(path)
    },
  })
}
