import Pusher from 'pusher-js'
import type { PusherFake, PusherFakeOptions } from 'pusher-js-fake'
import { APP_KEY, type Service } from './peer.ts'

/** As every peer that is our engine is made. */
export const ENGINE_OPTIONS: PusherFakeOptions = {
  key: APP_KEY,
  limits: { presenceMembers: 10_000, clientEventsPerSecond: 1_000_000 },
}

/** A service of our engine, whichever way the client comes to it. */
export function serviceOf(
  fake: PusherFake,
  { options = {}, close }: Pick<Service, 'options' | 'close'>,
): Service {
  return {
    Pusher,
    options,
    authorize: (socketId, channelName, id) =>
      fake.authorizeChannel({
        socketId,
        channelName,
        ...(channelName.startsWith('presence-') && { user: { id, info: {} } }),
      }),
    trigger: (channel, event, data) => void fake.trigger(channel, event, data),
    close,
  }
}
