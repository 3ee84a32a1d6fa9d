import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { ENGINE_OPTIONS, serviceOf } from './fake-service.ts'
import type { Peer } from './peer.ts'

/** The same engine behind real sockets: what leaving the process costs. */
export const loopback: Peer = {
  name: 'ws on loopback',
  async boot() {
    const fake = createPusherFake(ENGINE_OPTIONS)
    const server = await startPusherServer(fake)
    return serviceOf(fake, {
      options: { wsHost: '127.0.0.1', wsPort: server.port, forceTLS: false },
      async close() {
        fake.close()
        await server.close()
      },
    })
  },
}
