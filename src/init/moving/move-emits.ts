import { Channels, labelOf } from './channels.ts'
import type { Moving } from './moving.ts'
import { is, memberCall, type Node, rootName, textOf } from './syntax.ts'
import { TestFunctions, testFunctionOf } from './test-function.ts'

/** Turns `channel.emit(event, data)` into what the service sends, once the client has subscribed. */
export function moveEmits(moving: Moving): void {
  const channels = new Channels(moving.file)
  const functions = new TestFunctions(moving.file)
  const emits: Node[] = []
  moving.file.walk((node) => {
    if (is(node, 'CallExpression') && memberCall(node, 'emit') !== undefined) emits.push(node)
  })
  for (const emit of emits) {
    const problem = moveEmit(moving, emit, channels, functions)
    if (problem !== undefined) moving.decide(emit, problem)
  }
}

/** @returns what a person has to do for it */
function moveEmit(
  moving: Moving,
  emit: Node,
  channels: Channels,
  functions: TestFunctions,
): string | undefined {
  const { file, runner } = moving
  const { object, args = [] } = memberCall(emit, 'emit') ?? {}
  const [event, data] = args
  const name = textOf(event)
  if (is(object, 'MemberExpression') && rootName(object.property) === 'connection') {
    return `connection.emit('${name ?? '…'}'): the connection is real. Use pusherFake.faults, such as disconnect() or goOffline().`
  }
  const channel = channels.nameOf(object, emit)
  if (channel === undefined) {
    return /channel|pusher/i.test(rootName(object) ?? '')
      ? 'emit on a channel that the file does not name: pusherFake.trigger(channel, event, data).'
      : undefined
  }
  const label = labelOf(channel) ?? ''
  if (event === undefined || args.length > 2 || is(event, 'SpreadElement')) {
    return `emit of something else than an event and its data: pusherFake.trigger('${label}', event, data).`
  }
  if (memberCall(object, 'subscribe') !== undefined) {
    return `subscribe first, by a statement of its own; then pusherFake.trigger('${label}', event, data).`
  }
  if (name?.startsWith('pusher:')) return serviceEvent(name, label)
  if (name?.startsWith('client-')) {
    return `a client event comes from another client: const bob = pusherFake.connect(); await bob.subscribe('${label}'); await bob.trigger('${label}', '${name}', data).`
  }
  const code = textOf(channel) === undefined ? label : file.style.quote(label)
  const test = testFunctionOf(file, emit)
  if (runner === 'vitest') {
    const isGiven = test !== undefined && !test.isHook && functions.takeFixture(test)
    if (!isGiven)
      return 'emit where no test gives pusherFake: hand it over, then pusherFake.trigger.'
  }
  putTrigger(moving, emit, code, event, data)
  if (test === undefined) {
    return `not in a test: wait for the subscription to "${label}" before this is called.`
  }
  if (runner === 'jest' && test.node.params.length > 0 && !test.isTable) {
    return `a test with a callback cannot await: let it be async, and first await expect(pusherFake).toHaveSubscribed('${label}').`
  }
  functions.waitBefore(test, code)
  return undefined
}

function putTrigger(
  moving: Moving,
  emit: Node,
  channel: string,
  event: Node,
  data: Node | undefined,
): void {
  if (!is(emit, 'CallExpression')) return
  moving.usesFake = true
  moving.file.replace(emit.callee, `pusherFake.trigger(${channel}, `, event.start)
  if (data === undefined) moving.file.edits.insert(event.end, ', {}')
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
