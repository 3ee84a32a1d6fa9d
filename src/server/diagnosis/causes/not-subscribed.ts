import { needsAuthorization, parseChannelName } from '../../../protocol/channel-name.ts'
import type { Engine } from '../../engine.ts'
import type { Cause } from '../subject.ts'
import type { ChannelReport } from '../witness.ts'
import { nearChannels } from './near-names.ts'

const ONLY_PEERS =
  "Only virtual peers are subscribed to the channel, none of the app's clients. Write { virtual: true } to mean peers."
const ONLY_CLIENTS = "Only the app's clients are subscribed to the channel, no virtual peer."

/** Why nobody is subscribed who is meant, though somebody is connected; undefined when somebody is. */
export function notSubscribed(
  engine: Engine,
  channel: string,
  virtual: boolean,
): readonly Cause[] | undefined {
  const subscribers = [...(engine.channels.get(channel)?.subscribers.keys() ?? [])]
  const isMeant = ({ socketId }: { readonly socketId: string }) =>
    engine.peers.has(socketId) === virtual
  if (subscribers.some(isMeant)) return undefined
  const causes: Cause[] = []
  const add = (likelihood: number, text: string) => causes.push({ likelihood, text })
  causes.push(...similarChannels(engine, channel))
  if (subscribers.length > 0) add(95, virtual ? ONLY_CLIENTS : ONLY_PEERS)
  const refused = engine.problems.list().findLast((problem) => problem.channel === channel)
  if (refused !== undefined) {
    add(
      92,
      `A client asked for the channel and was refused: ${refused.message}\n  Write: ${refused.write}`,
    )
  }
  const swallows = engine.faults
    .list()
    .find(({ name }) => /^(silence|lose|delay|latency)$/.test(name))
  if (swallows !== undefined) {
    add(85, `The fault ${swallows.name} holds up what goes over the wire, or loses it.`)
  }
  if (causes.length > 0) return causes
  const left = engine.attendance
    .of(channel)
    .findLast(({ socketId, came }) => !came && engine.peers.has(socketId) === virtual)
  if (left !== undefined) {
    add(
      60,
      `${left.socketId} was subscribed to the channel, and has left it ${engine.now() - left.time} ms ago.`,
    )
    return causes
  }
  const parsed = parseChannelName(channel, Number.POSITIVE_INFINITY)
  const isSigned = parsed.ok && needsAuthorization(parsed.channel.kind)
  const asked = askedChannels(engine)
  if (isSigned && asked.some(({ name, pending }) => name === channel && pending)) {
    add(88, 'The client waits for the authorization of the channel: does its authorizer call back?')
    return causes
  }
  add(
    40,
    isSigned
      ? 'No connected client has asked for the channel. A client first asks its authorization endpoint: does that answer?'
      : "No connected client has asked for the channel. Where timers are fake, advance them: pusher-js's own obey them.",
  )
  return causes
}

/** That a channel of a similar name is there, or asked for. */
export function similarChannels(engine: Engine, channel: string): readonly Cause[] {
  const occupied = engine.channels.listed().map(({ name }) => name)
  const near = nearChannels(channel, [
    ...occupied,
    ...askedChannels(engine).map(({ name }) => name),
  ])
  return near.length === 0 ? [] : [{ likelihood: 90, text: `Did you mean: ${near.join(', ')}?` }]
}

/** The channels of the clients that are connected, those too that they have no answer for. */
function askedChannels(engine: Engine): readonly ChannelReport[] {
  return engine.witnesses
    .clients()
    .filter(({ socketId }) => socketId !== undefined && engine.connections.has(socketId))
    .flatMap(({ channels }) => channels)
}
