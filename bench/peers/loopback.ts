import Pusher from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { APP_KEY, type Peer } from './peer.ts'

/** The same engine behind real sockets: what leaving the process costs. */
export const loopback: Peer = {
  name: 'ws on loopback',
  note: 'the same engine behind a real port (pusher-js-fake/standalone)',
  async boot() {
    const fake = createPusherFake({
      key: APP_KEY,
      limits: { presenceMembers: 10_000, clientEventsPerSecond: 1_000_000 },
    })
    const server = await startPusherServer(fake)
    return {
      Pusher,
      options: { wsHost: '127.0.0.1', wsPort: server.port, forceTLS: false },
      authorize: (socketId, channelName, id) =>
        fake.authorizeChannel({
          socketId,
          channelName,
          ...(channelName.startsWith('presence-') && { user: { id, info: {} } }),
        }),
      trigger: (channel, event, data) => void fake.trigger(channel, event, data),
      async close() {
        fake.close()
        await server.close()
      },
    }
  },
}
