import type { Engine } from '../../engine.ts'
import type { ProblemCode } from '../problem.ts'
import type { Cause } from '../subject.ts'
import type { ClientReport } from '../witness.ts'

/** What keeps a client from connecting, so that a problem of the kind is the cause. */
const KEEPS_OUT: readonly ProblemCode[] = [
  'socket_failed',
  'unknown_app_key',
  'other_app_key',
  'connection_refused',
  'unhandled_request',
  'routed_elsewhere',
]

/** Why nobody is connected who is meant, undefined when somebody is. */
export function nobodyThere(engine: Engine, virtual: boolean): readonly Cause[] | undefined {
  const { connections, network, options } = engine
  const isMeant = ({ socketId }: { readonly socketId: string }) =>
    engine.peers.has(socketId) === virtual
  if ([...connections.values()].some(isMeant)) return undefined
  if (network.closed) {
    return [{ likelihood: 100, text: 'The fake is closed, and lets nobody in any more.' }]
  }
  const causes: Cause[] = []
  const add = (likelihood: number, text: string) => causes.push({ likelihood, text })
  if (network.offline || network.stalls || network.refusal !== undefined) {
    add(
      98,
      'A fault keeps clients out: call restore() of what it returned, or fake.faults.restore().',
    )
  }
  if (connections.size > 0) {
    add(
      70,
      virtual
        ? "Only the app's clients are connected, no virtual peer."
        : "Only virtual peers are connected, none of the app's clients. Write { virtual: true } to mean peers.",
    )
  }
  if (virtual) return causes
  for (const code of KEEPS_OUT) {
    const problem = engine.problems.list().findLast((each) => each.code === code)
    if (problem === undefined) continue
    const key = code.endsWith('app_key')
      ? "A client named another key: give the fake the app's key. "
      : ''
    add(95 - KEEPS_OUT.indexOf(code), `${key}${problem.message}`)
  }
  const clients = engine.witnesses.clients().filter(({ key }) => key === options.key)
  const living = clients.filter(({ ended }) => !ended)
  for (const text of new Set(living.map(stateOf))) if (text !== undefined) add(80, text)
  if (clients.length > 0 && living.length === 0) {
    add(
      30,
      'The clients that earlier tests made were disconnected at their end. If the app still holds one, make it anew in each test, or call its connect().',
    )
  }
  if (causes.some(({ likelihood }) => likelihood > 30)) return causes
  add(
    50,
    engine.log.last(1).length > 0
      ? 'No client is connected any more.'
      : `No client is connected. Does the app connect, after the fake is there, with the key "${options.key}"?`,
  )
  return causes
}

function stateOf({ state }: ClientReport): string | undefined {
  switch (state) {
    case 'disconnected':
      return 'The app has a client, and has called its disconnect(). Call pusher.connect().'
    case 'initialized':
      return 'The app has a client that has not dialled yet.'
    case 'connecting':
    case 'unavailable':
    case 'failed':
      return `The app has a client that is "${state}".`
    default:
      return undefined
  }
}
