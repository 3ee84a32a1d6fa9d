import { type Client, Server } from 'mock-socket'
import Pusher from 'pusher-js'
import { MinimalPusher } from './minimal-pusher.ts'
import { APP_KEY, type Peer } from './peer.ts'
import { openSocketsWith } from './runtime.ts'

/** As it is, with a Pusher written by hand: no checks, no log. */
export const mockSocket: Peer = {
  name: 'mock-socket',
  boot() {
    const pusher = new MinimalPusher()
    const undo = openSocketsWith(Pusher, (url) => new WebSocket(url))
    const server = new Server(`ws://ws-mt1.pusher.com/app/${APP_KEY}`)
    server.on('connection', (client: Client) => {
      pusher.opened(client)
      client.on('message', (text) => pusher.received(client, String(text)))
      client.on('close', () => pusher.closed(client))
    })
    return {
      Pusher,
      options: { forceTLS: false, enabledTransports: ['ws'] },
      trigger: (channel, event, data) => pusher.trigger(channel, event, data),
      close() {
        server.stop()
        undo()
      },
    }
  },
}
