import { type ChannelName, parseChannelName } from '../protocol/channel-name.ts'
import type { Engine } from '../server/engine.ts'
import { channelInfo } from './channel-info.ts'
import { infoAttributes, type RestRequest, refuseParameters } from './rest-request.ts'
import { jsonResponse, RestError } from './rest-response.ts'

/** GET /channels: the occupied channels. The text of the 400 is the live service's, as the gem quotes it. */
export function getChannels(engine: Engine, request: RestRequest): Response {
  const prefix = request.query.get('filter_by_prefix') ?? ''
  const attributes = infoAttributes(request.query.get('info'))
  if (attributes.includes('cache')) {
    throw new RestError(400, 'The cache may not be requested for a list of channels')
  }
  if (attributes.includes('user_count') && !prefix.startsWith('presence-')) {
    throw new RestError(
      400,
      'user_count may only be requested for presence channels - please supply filter_by_prefix beginning with presence-',
    )
  }
  const channels = engine.channels
    .listed()
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name }) => [name, channelInfo(engine, name, attributes)] as const)
  return jsonResponse({ channels: Object.fromEntries(channels) })
}

/** GET /channels/:name */
export function getChannel(engine: Engine, request: RestRequest, name: string): Response {
  const info = channelInfo(engine, name, infoAttributes(request.query.get('info')))
  return jsonResponse({ occupied: engine.channels.get(name) !== undefined, ...info })
}

/**
 * GET /channels/:name/stats, which GET /channels/:name replaced in 2012.
 * Source: Pusher docs, rest-api-deprecated.
 */
export function getChannelStats(engine: Engine, request: RestRequest, name: string): Response {
  refuseParameters(request)
  const { kind } = channelNamed(engine, name)
  const channel = engine.channels.get(name)
  return jsonResponse({
    occupied: channel !== undefined,
    ...(kind === 'presence' && { user_count: channel?.roster.size ?? 0 }),
  })
}

/** GET /channels/:name/users: the distinct users of a presence channel. */
export function getChannelUsers(engine: Engine, request: RestRequest, name: string): Response {
  refuseParameters(request)
  if (channelNamed(engine, name).kind !== 'presence') {
    throw new RestError(400, 'Users can only be retrieved for presence channels')
  }
  const members = engine.channels.get(name)?.roster.members() ?? []
  return jsonResponse({ users: members.map(({ id }) => ({ id })) })
}

/** @throws RestError 400 */
function channelNamed(engine: Engine, name: string): ChannelName {
  const parsed = parseChannelName(name, engine.options.limits.channelNameLength)
  if (!parsed.ok) throw new RestError(400, parsed.reason)
  return parsed.channel
}
