import { parseChannelName } from '../protocol/channel-name.ts'
import type { Engine } from '../server/engine.ts'
import type { InfoAttribute } from './rest-request.ts'
import { RestError } from './rest-response.ts'

/** The attributes asked for with `info`. Source: Pusher docs, rest-api, "GET channel". */
export interface ChannelInfo {
  user_count?: number
  subscription_count?: number
  cache?: { data: string; ttl: number } | null
}

/** @throws RestError 400 when an attribute does not apply to the channel */
export function channelInfo(
  engine: Engine,
  name: string,
  attributes: readonly InfoAttribute[],
): ChannelInfo {
  const parsed = parseChannelName(name, engine.options.limits.channelNameLength)
  if (!parsed.ok) throw new RestError(400, parsed.reason)
  const { kind, cache } = parsed.channel
  const channel = engine.channels.get(name)
  const info: ChannelInfo = {}
  for (const attribute of attributes) {
    if (attribute === 'user_count') {
      if (kind !== 'presence') {
        throw new RestError(
          400,
          'Cannot retrieve the user count unless the channel is a presence channel',
        )
      }
      info.user_count = channel?.roster.size ?? 0
    } else if (attribute === 'subscription_count') {
      if (kind === 'presence') {
        throw new RestError(400, 'Cannot retrieve the subscription count of a presence channel')
      }
      info.subscription_count = channel?.subscribers.size ?? 0
    } else {
      if (!cache)
        throw new RestError(400, 'Cannot retrieve the cache unless the channel is a cache channel')
      info.cache = cachedEvent(engine, name)
    }
  }
  return info
}

function cachedEvent(engine: Engine, name: string): { data: string; ttl: number } | null {
  const cached = engine.cache.get(name)
  if (cached === undefined) return null
  const ttl = Math.ceil((cached.expiresAt - engine.now()) / 1000)
  return { data: cached.data, ttl }
}
