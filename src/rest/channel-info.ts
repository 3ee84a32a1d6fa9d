import { type ChannelName, parseChannelName } from '../protocol/channel-name.ts'
import type { Engine } from '../server/engine.ts'
import type { InfoAttribute } from './rest-request.ts'
import { RestError } from './rest-response.ts'

/** The attributes asked for with `info`. Source: Pusher docs, rest-api, "GET channel". */
export interface ChannelInfo {
  /** Distinct users, on presence channels. */
  user_count?: number
  /** Connections that are subscribed, on presence channels more than the users may be. */
  subscription_count?: number
  /** The cached event and the seconds that it is still kept; null when there is none. */
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
  for (const attribute of attributes) {
    if (attribute !== 'subscription_count' && !applies(attribute, parsed.channel)) {
      throw new RestError(400, REFUSALS[attribute])
    }
  }
  return applicableInfo(engine, parsed.channel, attributes)
}

/** As the answer to a trigger has it: without what does not apply. */
export function applicableInfo(
  engine: Engine,
  spec: ChannelName,
  attributes: readonly InfoAttribute[],
): ChannelInfo {
  const { name } = spec
  const channel = engine.channels.get(name)
  const info: ChannelInfo = {}
  for (const attribute of attributes) {
    if (!applies(attribute, spec)) continue
    if (attribute === 'user_count') info.user_count = channel?.roster.size ?? 0
    else if (attribute === 'cache') info.cache = cachedEvent(engine, name)
    else info.subscription_count = channel?.subscribers.size ?? 0
  }
  return info
}

/** The first text is the live service's, as the gem quotes it. */
const REFUSALS = {
  user_count: 'Cannot retrieve the user count unless the channel is a presence channel',
  cache: 'Cannot retrieve the cache unless the channel is a cache channel',
}

/**
 * The subscription count is told of every channel, presence channels among them: the table of the docs denies
 * it, their samples and Pusher's PHP and .NET acceptance suites, which run against the service, have it.
 */
function applies(attribute: InfoAttribute, { kind, cache }: ChannelName): boolean {
  if (attribute === 'cache') return cache
  return attribute === 'subscription_count' || kind === 'presence'
}

function cachedEvent(engine: Engine, name: string): { data: string; ttl: number } | null {
  const cached = engine.cache.get(name)
  if (cached === undefined) return null
  const seconds = Math.ceil((cached.expiresAt - engine.now()) / 1000)
  return { data: cached.data, ttl: Math.min(seconds, Number.MAX_SAFE_INTEGER) }
}
