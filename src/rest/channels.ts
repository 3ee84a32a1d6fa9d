import { parseChannelName } from '../protocol/channel-name.ts'
import type { Engine } from '../server/engine.ts'
import { channelInfo } from './channel-info.ts'
import { infoAttributes, type RestRequest, refuseParameters } from './rest-request.ts'
import { jsonResponse, RestError } from './rest-response.ts'

/** GET /channels: the occupied channels. The text of the 400 is the live service's, as the gem quotes it. */
export function getChannels(engine: Engine, request: RestRequest): Response {
  const prefix = request.query.get('filter_by_prefix') ?? ''
  const attributes = infoAttributes(request.query.get('info'))
  if (attributes.some((attribute) => attribute !== 'user_count')) {
    throw new RestError(400, 'Only user_count may be requested for a list of channels')
  }
  if (attributes.length > 0 && !prefix.startsWith('presence-')) {
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

/** GET /channels/:name/users: the distinct users of a presence channel. */
export function getChannelUsers(engine: Engine, request: RestRequest, name: string): Response {
  refuseParameters(request)
  const parsed = parseChannelName(name, engine.options.limits.channelNameLength)
  if (!parsed.ok) throw new RestError(400, parsed.reason)
  if (parsed.channel.kind !== 'presence') {
    throw new RestError(400, 'Users can only be retrieved for presence channels')
  }
  const members = engine.channels.get(name)?.roster.members() ?? []
  return jsonResponse({ users: members.map(({ id }) => ({ id })) })
}
