import type { Moving } from './moving.ts'
import { bare, is, memberCall, type Node, rootName } from './syntax.ts'

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
  const { file } = moving
  if (/['"`]presence-/.test(file.source)) moving.decide(1, PRESENCE)
  const listeners = new Set<string>()
  file.walk((node) => {
    const [, listener] = is(node, 'CallExpression') ? (memberCall(node, 'bind')?.args ?? []) : []
    if (is(listener, 'Identifier')) listeners.add(listener.name)
  })
  file.walk((node) => {
    if (is(node, 'CallExpression')) {
      const call = memberCall(node, ...CALLED_WITH)
      const [asked] = is(call?.object, 'CallExpression') ? call.object.arguments : []
      const isListener = is(asked, 'Identifier') && listeners.has(asked.name)
      const [data] = node.arguments
      // The real client gives a listener the data and, after them, what it knows of the sender.
      if (isListener && data !== undefined && node.arguments.length === 1) {
        file.edits.insert(data.end, ', expect.anything()')
      }
    } else if (is(node, 'MemberExpression')) {
      nameMember(moving, node.object, node.property, node)
    }
  })
}

function nameMember(moving: Moving, object: Node, property: Node, at: Node): void {
  if (!/channel|pusher/i.test(rootName(bare(object)) ?? '')) return
  const name = is(property, 'Identifier') ? property.name : ''
  if (name === 'callbacks') {
    moving.decide(at, "callbacks is the mock's own: assert on what the app shows.")
  } else if (name === 'subscribed') {
    moving.decide(at, 'subscribed is true once the service has said so: await that before.')
  }
}
