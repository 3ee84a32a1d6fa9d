import { needsAuthorization, parseChannelName } from '../../protocol/channel-name.ts'
import type { SubscribeFrame } from '../../protocol/client-frame.ts'
import { memberAdded, memberRemoved, subscriptionSucceeded } from '../../protocol/server-frame.ts'
import type { Connection } from '../connections/connection.ts'
import { type Rejection, reject } from '../connections/reject.ts'
import type { Engine } from '../engine.ts'
import type { SubscriptionEvent } from '../events.ts'
import type { LeavingWebhook } from '../webhooks/webhook-event.ts'
import { announceCount } from './announce-count.ts'
import { authorizeSubscription } from './authorize-subscription.ts'
import { broadcast } from './broadcast.ts'
import type { Channel } from './channel.ts'
import type { PresenceMember } from './presence-roster.ts'

/** Handles `pusher:subscribe`. */
export function subscribe(
  engine: Engine,
  connection: Connection,
  data: SubscribeFrame['data'],
): void {
  const name = data.channel
  const refuse = (rejection: Rejection) => reject(engine, connection, rejection, name)
  const parsed = parseChannelName(name, engine.options.limits.channelNameLength)
  if (!parsed.ok) return refuse({ problem: 'subscription_refused', message: parsed.reason })
  if (connection.channels.has(name)) {
    const message = `Existing subscription to channel ${name}`
    return refuse({ problem: 'subscription_refused', message })
  }
  const authorization = authorizeSubscription(engine, connection, parsed.channel, data)
  if (!authorization.ok) return refuse(authorization.rejection)
  const { member } = authorization
  const roster = engine.channels.get(name)?.roster
  const { presenceMembers } = engine.options.limits
  if (
    member !== undefined &&
    !roster?.has(member.userId) &&
    (roster?.size ?? 0) >= presenceMembers
  ) {
    const message = `The presence channel ${name} is full: the maximum is ${presenceMembers} members`
    return refuse({ problem: 'subscription_refused', message })
  }
  join(engine, connection, engine.channels.open(parsed.channel), member)
}

/** Others hear of a new member before the joiner hears of its success. Source: soketi's order. */
function join(
  engine: Engine,
  connection: Connection,
  channel: Channel,
  member: PresenceMember | undefined,
): void {
  const { name } = channel
  const occupied = channel.subscribers.size === 0
  const added = member !== undefined && channel.roster.join(member)
  if (occupied && channel.listed)
    engine.webhooks.record({ name: 'channel_occupied', channel: name })
  if (added) {
    engine.webhooks.record({ name: 'member_added', channel: name, user_id: member.userId })
    broadcast(engine, channel, memberAdded(name, member.userId, member.userInfo))
  }
  connection.authorized ||= needsAuthorization(channel.spec.kind)
  channel.subscribers.set(connection, member)
  connection.channels.set(name, channel)
  const { socketId } = connection
  engine.attendance.note({ time: engine.now(), socketId, channel: name, came: true })
  const presence = member === undefined ? undefined : channel.roster.state()
  connection.send(subscriptionSucceeded(name, presence))
  if (channel.spec.cache) replay(engine, connection, channel)
  announceCount(engine, channel)
  engine.events.emit('subscription', subscriptionEvent(connection, name, member))
}

function replay(engine: Engine, connection: Connection, channel: Channel): void {
  const cached = engine.cache.get(channel.name)
  if (cached !== undefined) {
    const { event } = cached
    const deaf = engine.witnesses.deafTo(channel.name, event)
    engine.unheard.add(
      { channel: channel.name, event },
      deaf.filter((socketId) => socketId === connection.socketId),
    )
    connection.send({ event: cached.event, channel: channel.name, data: cached.data })
    return
  }
  connection.send({ event: 'pusher:cache_miss', channel: channel.name })
  if (channel.missReported) return
  channel.missReported = true
  engine.webhooks.record({ name: 'cache_miss', channel: channel.name })
}

/** Handles `pusher:unsubscribe`; nothing answers it. */
export function unsubscribe(engine: Engine, connection: Connection, name: string): void {
  const channel = connection.channels.get(name)
  if (channel === undefined) {
    const message = `No current subscription to channel ${name}, or subscription in progress`
    reject(engine, connection, { problem: 'subscription_refused', message }, name)
    return
  }
  leave(engine, connection, channel, false)
}

/**
 * Takes a connection out of a channel.
 *
 * @param lost it did not ask for it: its webhooks wait whether it comes back
 */
export function leave(
  engine: Engine,
  connection: Connection,
  channel: Channel,
  lost: boolean,
): void {
  const { name } = channel
  const report = (event: LeavingWebhook) =>
    lost ? engine.webhooks.recordLeaving(event) : engine.webhooks.record(event)
  const member = channel.subscribers.get(connection)
  channel.subscribers.delete(connection)
  connection.channels.delete(name)
  const { socketId } = connection
  engine.attendance.note({ time: engine.now(), socketId, channel: name, came: false })
  if (member !== undefined && channel.roster.leave(member.userId)) {
    broadcast(engine, channel, memberRemoved(name, member.userId))
    report({ name: 'member_removed', channel: name, user_id: member.userId })
  }
  if (channel.subscribers.size === 0) {
    engine.channels.delete(name)
    if (channel.listed) report({ name: 'channel_vacated', channel: name })
  }
  announceCount(engine, channel)
  engine.events.emit('unsubscription', subscriptionEvent(connection, name, member))
}

function subscriptionEvent(
  connection: Connection,
  channel: string,
  member: PresenceMember | undefined,
): SubscriptionEvent {
  const { socketId } = connection
  return { socketId, channel, ...(member !== undefined && { userId: member.userId }) }
}
