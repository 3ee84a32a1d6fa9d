import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { APP_KEY, type Peer } from './peer.ts'

export const pusherJsFake: Peer = {
  name: 'pusher-js-fake',
  boot() {
    const fake = installPusherFake({
      Pusher,
      key: APP_KEY,
      limits: { presenceMembers: 10_000, clientEventsPerSecond: 1_000_000 },
    })
    return {
      Pusher,
      authorize: (socketId, channelName, id) =>
        fake.authorizeChannel({
          socketId,
          channelName,
          ...(channelName.startsWith('presence-') && { user: { id, info: {} } }),
        }),
      trigger: (channel, event, data) => void fake.trigger(channel, event, data),
      close: () => fake.uninstall(),
    }
  },
}
