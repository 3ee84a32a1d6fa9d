import { visit } from 'recast'
import { Channels, labelOf } from './channels.ts'
import type { Moving } from './moving.ts'
import { b, type Expression, memberCall, n, type Path, rootName, textOf } from './syntax.ts'
import { takeFixture, testFunctionOf, waitBefore } from './test-function.ts'

/** Turns `channel.emit(event, data)` into what the service sends, once the client has subscribed. */
export function moveEmits(moving: Moving): void {
  const channels = new Channels(moving.file)
  const emits: Path[] = []
  visit(moving.file, {
    visitCallExpression(path) {
      if (memberCall(path.node, 'emit') !== undefined) emits.push(path)
      this.traverse(path)
    },
  })
  for (const path of emits) {
    const problem = moveEmit(moving, path, channels)
    if (problem !== undefined) moving.decide(path.node, problem)
  }
}

/** @returns what a person has to do for it */
function moveEmit(moving: Moving, path: Path, channels: Channels): string | undefined {
  const { object, args = [] } = memberCall(path.node, 'emit') ?? {}
  const [event, data] = args
  const name = textOf(event)
  if (n.MemberExpression.check(object) && rootName(object.property) === 'connection') {
    return `connection.emit('${name ?? '…'}'): the connection is real. Use pusherFake.faults, such as disconnect() or goOffline().`
  }
  const channel = channels.nameOf(object, path)
  if (channel === undefined) {
    return /channel|pusher/i.test(rootName(object) ?? '')
      ? 'emit on a channel that the file does not name: pusherFake.trigger(channel, event, data).'
      : undefined
  }
  const label = labelOf(channel) ?? ''
  if (event === undefined || args.length > 2 || n.SpreadElement.check(event)) {
    return `emit of something else than an event and its data: pusherFake.trigger('${label}', event, data).`
  }
  if (memberCall(object, 'subscribe') !== undefined) {
    return `subscribe first, by a statement of its own; then pusherFake.trigger('${label}', event, data).`
  }
  if (name?.startsWith('pusher:')) return serviceEvent(name, label)
  if (name?.startsWith('client-')) {
    return `a client event comes from another client: const bob = pusherFake.connect(); await bob.subscribe('${label}'); await bob.trigger('${label}', '${name}', data).`
  }
  const code = textOf(channel) === undefined ? label : moving.style.quote(label)
  const test = testFunctionOf(path)
  if (moving.runner === 'vitest') {
    const isGiven = test !== undefined && !test.isHook && takeFixture(test, moving.style)
    if (!isGiven)
      return 'emit where no test gives pusherFake: hand it over, then pusherFake.trigger.'
  }
  putTrigger(moving, path, code, event as Expression, data as Expression | undefined)
  if (test === undefined) {
    return `not in a test: wait for the subscription to "${label}" before this is called.`
  }
  if (moving.runner === 'jest' && test.node.params.length > 0 && !test.isTable) {
    return `a test with a callback cannot await: let it be async, and first await expect(pusherFake).toHaveSubscribed('${label}').`
  }
  waitBefore(test, code, moving.style)
  return undefined
}

function putTrigger(
  moving: Moving,
  { node }: Path,
  channel: string,
  event: Expression,
  data: Expression | undefined,
): void {
  if (!n.CallExpression.check(node) && !n.OptionalCallExpression.check(node)) return
  moving.usesFake = true
  node.callee = b.memberExpression(b.identifier('pusherFake'), b.identifier('trigger'))
  node.arguments = [moving.style.expression(channel), event, data ?? moving.style.expression('{}')]
}

function serviceEvent(name: string, channel: string): string {
  const instead: Readonly<Record<string, string>> = {
    'pusher:subscription_succeeded': `await expect(pusherFake).toHaveSubscribed('${channel}')`,
    'pusher:subscription_error': `pusherFake.faults.failSubscription('${channel}') before the client subscribes`,
    'pusher:member_added': `const bob = pusherFake.connect({ user: { id: 'bob' } }); await bob.subscribe('${channel}')`,
    'pusher:member_removed': 'bob.disconnect(), of a peer that pusherFake.connect has made',
  }
  return `${name} comes from the service by itself: ${instead[name] ?? 'let it happen'}.`
}
