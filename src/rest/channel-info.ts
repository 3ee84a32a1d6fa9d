import { parseChannelName } from '../protocol/channel-name.ts'
import {
  applicableInfo,
  type ChannelInfo,
  type InfoAttribute,
  isApplicable,
} from '../server/channels/channel-info.ts'
import type { Engine } from '../server/engine.ts'
import { RestError } from './rest-response.ts'

/** @throws RestError 400 when an attribute does not apply to the channel */
export function channelInfo(
  engine: Engine,
  name: string,
  attributes: readonly InfoAttribute[],
): ChannelInfo {
  const parsed = parseChannelName(name, engine.options.limits.channelNameLength)
  if (!parsed.ok) throw new RestError(400, parsed.reason)
  for (const attribute of attributes) {
    if (attribute !== 'subscription_count' && !isApplicable(attribute, parsed.channel)) {
      throw new RestError(400, REFUSALS[attribute])
    }
  }
  return applicableInfo(engine, parsed.channel, attributes)
}

/** The first text is the live service's, as the gem quotes it. */
const REFUSALS = {
  user_count: 'Cannot retrieve the user count unless the channel is a presence channel',
  cache: 'Cannot retrieve the cache unless the channel is a cache channel',
}
