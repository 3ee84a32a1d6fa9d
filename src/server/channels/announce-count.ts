import { subscriptionCount } from '../../protocol/server-frame.ts'
import { backgroundTimer } from '../clock.ts'
import type { Engine } from '../engine.ts'
import { broadcast } from './broadcast.ts'
import type { Channel } from './channel.ts'

/** Above so many subscribers a count is told at most once in the interval, while it changes. */
const THROTTLED_ABOVE = 100
const THROTTLE_MS = 5_000

/**
 * Tells all subscribers how many they are, on a change.
 * Source: Pusher docs, using_channels/events, "pusher:subscription_count": never on presence channels, and for
 * channels with more than 100 subscriptions every 5 seconds.
 */
export function announceCount(engine: Engine, channel: Channel): void {
  const { subscriptionCount: wanted, subscriptionCountThrottle, clock } = engine.options
  if (!wanted || channel.spec.kind === 'presence' || !channel.listed) return
  const count = channel.subscribers.size
  if (!subscriptionCountThrottle || count <= THROTTLED_ABOVE) {
    tell(engine, channel)
    return
  }
  if (channel.countTimer !== undefined) return
  const wait = (channel.countToldAt ?? Number.NEGATIVE_INFINITY) + THROTTLE_MS - engine.now()
  if (wait <= 0) {
    tell(engine, channel)
    return
  }
  channel.countTimer = backgroundTimer(clock, () => tell(engine, channel), wait)
}

function tell(engine: Engine, channel: Channel): void {
  const { name, subscribers } = channel
  const count = subscribers.size
  engine.options.clock.clearTimeout(channel.countTimer)
  channel.countTimer = undefined
  channel.countToldAt = engine.now()
  engine.webhooks.record({ name: 'subscription_count', channel: name, subscription_count: count })
  broadcast(engine, channel, subscriptionCount(name, count))
}
