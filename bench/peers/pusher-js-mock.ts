import type Pusher from 'pusher-js'
import { PusherMock } from 'pusher-js-mock'
import type { Peer } from './peer.ts'

/**
 * Another client in place of pusher-js: no frames, no JSON, no authorization, no connection. Its clients share one
 * state; the instance behind them is not exported, but any client reaches it.
 */
export const pusherJsMock: Peer = {
  name: 'pusher-js-mock',
  // One table of bindings for all clients: it has no connection, and what one client binds all share.
  lacks: ['connect', 'client event', 'subscribe', 'presence'],
  boot() {
    const service = new PusherMock()
    return {
      Pusher: PusherMock as unknown as typeof Pusher,
      trigger: (channel, event, data) => service.channel(channel).emit(event, data),
      close() {
        for (const name of Object.keys(service.channels)) delete service.channels[name]
      },
    }
  },
}
