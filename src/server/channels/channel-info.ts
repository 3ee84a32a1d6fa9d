import type { ChannelName } from '../../protocol/channel-name.ts'
import type { Engine } from '../engine.ts'

export const INFO_ATTRIBUTES = ['user_count', 'subscription_count', 'cache'] as const

/** What can be asked about a channel. Source: Pusher docs, rest-api, "GET channel". */
export type InfoAttribute = (typeof INFO_ATTRIBUTES)[number]

export function isAttribute(name: unknown): name is InfoAttribute {
  return INFO_ATTRIBUTES.some((attribute) => attribute === name)
}

/** The attributes asked for with `info`. Source: Pusher docs, rest-api, "GET channel". */
export interface ChannelInfo {
  /** Distinct users, on presence channels. */
  user_count?: number
  /** Connections that are subscribed, on presence channels more than the users may be. */
  subscription_count?: number
  /** The cached event and the seconds that it is still kept; null when there is none. */
  cache?: { data: string; ttl: number } | null
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
    if (!isApplicable(attribute, spec)) continue
    if (attribute === 'user_count') info.user_count = channel?.roster.size ?? 0
    else if (attribute === 'cache') info.cache = cachedEvent(engine, name)
    else info.subscription_count = channel?.subscribers.size ?? 0
  }
  return info
}

/**
 * The subscription count is told of every channel, presence channels among them: the table of the docs denies
 * it, their samples and Pusher's PHP and .NET acceptance suites, which run against the service, have it.
 */
export function isApplicable(attribute: InfoAttribute, { kind, cache }: ChannelName): boolean {
  if (attribute === 'cache') return cache
  return attribute === 'subscription_count' || kind === 'presence'
}

function cachedEvent(engine: Engine, name: string): { data: string; ttl: number } | null {
  const cached = engine.cache.get(name)
  if (cached === undefined) return null
  const seconds = Math.ceil((cached.expiresAt - engine.now()) / 1000)
  return { data: cached.data, ttl: Math.min(seconds, Number.MAX_SAFE_INTEGER) }
}
