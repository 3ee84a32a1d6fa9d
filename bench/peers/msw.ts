import { type WebSocketHandler, ws } from 'msw'
import Pusher from 'pusher-js'
import { MinimalPusher } from './minimal-pusher.ts'
import { APP_KEY, type Peer } from './peer.ts'
import { openSocketsWith } from './runtime.ts'

/** How MSW starts in this environment, with a handler. @returns stops it */
export type StartMsw = (handler: WebSocketHandler) => Promise<() => void>

function handlerFor(pusher: MinimalPusher): WebSocketHandler {
  return ws.link(`*/app/${APP_KEY}`).addEventListener('connection', ({ client }) => {
    pusher.opened(client)
    client.addEventListener('message', ({ data }) => pusher.received(client, String(data)))
    client.addEventListener('close', () => pusher.closed(client))
  })
}

/** With the same Pusher written by hand. */
export const mswSocket = (start: StartMsw): Peer => ({
  name: 'MSW ws',
  async boot() {
    const pusher = new MinimalPusher()
    const stop = await start(handlerFor(pusher))
    const undo = openSocketsWith(Pusher, (url) => new WebSocket(url))
    return {
      Pusher,
      trigger: (channel, event, data) => pusher.trigger(channel, event, data),
      close() {
        undo()
        stop()
      },
    }
  },
})
