import { showValue } from '../../../errors/pusher-fake-error.ts'
import type { Engine } from '../../engine.ts'
import type { Cause, Subject } from '../subject.ts'
import { nearEvents } from './near-names.ts'

/** Why a client event has not come, or not with the data that a test expects. */
export function eventNotSent(
  engine: Engine,
  { channel, event, virtual = false }: Extract<Subject, { kind: 'client event' }>,
): readonly Cause[] {
  const sent = engine.log
    .list({ direction: 'in' })
    .filter(
      (frame) => frame.event.startsWith('client-') && engine.peers.has(frame.socketId) === virtual,
    )
  const there = sent.filter((frame) => frame.channel === channel)
  const refused = there.findLast((frame) => frame.event === event && frame.problem !== undefined)
  if (refused?.problem !== undefined) {
    return [{ likelihood: 96, text: `The client event was refused: ${refused.problem}` }]
  }
  const same = there.findLast((frame) => frame.event === event)
  if (same !== undefined) {
    return [
      { likelihood: 94, text: `The event has come, with other data: ${showValue(same.data)}` },
    ]
  }
  const near = nearEvents(
    event,
    there.map((frame) => frame.event),
  )
  if (near.length > 0) {
    return [
      { likelihood: 93, text: `Did you mean: ${near.map((name) => `"${name}"`).join(', ')}?` },
    ]
  }
  const elsewhere = sent.findLast((frame) => frame.event === event)
  if (elsewhere !== undefined) {
    return [
      { likelihood: 93, text: `The event has come on "${elsewhere.channel}", another channel.` },
    ]
  }
  const names = [...new Set(there.map((frame) => frame.event))]
  if (names.length > 0) {
    return [
      {
        likelihood: 60,
        text: `Other client events came on the channel: ${names.slice(0, 5).join(', ')}.`,
      },
    ]
  }
  if (!event.startsWith('client-')) {
    return [
      { likelihood: 90, text: `A client event's name begins with client-: "client-${event}"?` },
    ]
  }
  return [
    {
      likelihood: 45,
      text: 'The client is subscribed, and has sent no client event on the channel.',
    },
  ]
}

/** Why a user is no member of a presence channel that somebody is subscribed to. */
export function notMember(
  engine: Engine,
  { channel, userId }: Extract<Subject, { kind: 'member' }>,
): readonly Cause[] {
  if (!channel.startsWith('presence-')) {
    return [{ likelihood: 96, text: `Only presence channels have members: "presence-${channel}"?` }]
  }
  const members = engine.channels.get(channel)?.roster.members() ?? []
  if (members.length === 0) return []
  const ids = members.map(({ id }) => id)
  const near = nearEvents(userId, ids)
  return near.length > 0
    ? [{ likelihood: 93, text: `Did you mean: ${near.join(', ')}?` }]
    : [{ likelihood: 75, text: `The channel's members are: ${ids.slice(0, 10).join(', ')}.` }]
}

/** Who is subscribed still where nobody should be. */
export function stillSubscribed(engine: Engine, virtual: boolean): readonly Cause[] {
  const held = [...engine.connections.values()]
    .filter(({ socketId, channels }) => engine.peers.has(socketId) === virtual && channels.size > 0)
    .map(({ socketId, channels }) => `${socketId} to ${[...channels.keys()].join(', ')}`)
  if (held.length === 0) return []
  const [name = ''] = [...engine.connections.values()].flatMap(({ channels }) => [
    ...channels.keys(),
  ])
  return [
    {
      likelihood: 95,
      text: `Subscribed still: ${held.slice(0, 5).join('; ')}. Write where the component ends: pusher.unsubscribe('${name}')`,
    },
  ]
}

/** Who is connected still where nobody should be. */
export function stillConnected(engine: Engine, virtual: boolean): readonly Cause[] {
  const held = [...engine.connections.keys()].filter((id) => engine.peers.has(id) === virtual)
  if (held.length === 0) return []
  const write = virtual ? 'peer.disconnect()' : 'pusher.disconnect()'
  return [
    { likelihood: 95, text: `Connected still: ${held.slice(0, 5).join(', ')}. Write: ${write}` },
  ]
}

/** Which webhooks have come in place of the one that is awaited. */
export function noWebhook(
  engine: Engine,
  { name, channel }: Extract<Subject, { kind: 'webhook' }>,
): readonly Cause[] {
  const events = engine.webhooks.events()
  const same = events.filter((event) => event.name === name)
  if (same.length > 0) {
    const shown = same.slice(-3).map((event) => JSON.stringify(event))
    return [{ likelihood: 85, text: `The webhook has come with other fields: ${shown.join(', ')}` }]
  }
  if (name === 'cache_miss' && channel !== undefined && !channel.includes('cache-')) {
    return [{ likelihood: 90, text: `Only cache channels miss: "cache-${channel}"?` }]
  }
  const names = [...new Set(events.map((event) => event.name))]
  return names.length > 0
    ? [{ likelihood: 55, text: `Webhooks that came: ${names.join(', ')}.` }]
    : []
}
