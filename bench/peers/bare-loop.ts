import Pusher from 'pusher-js'
import { macrotask } from '../../test/support/macrotask.ts'
import { MinimalPusher } from './minimal-pusher.ts'
import type { Peer } from './peer.ts'
import { openSocketsWith } from './runtime.ts'

/** No socket at all: the frames are handed to the handlers that pusher-js has set. */
class BareSocket {
  onopen: () => void = () => {}
  onmessage: (event: { data: string }) => void = () => {}
  onclose: (event: { code: number; reason: string; wasClean: boolean }) => void = () => {}
  onerror: (error: unknown) => void = () => {}
  readonly #pusher: MinimalPusher

  constructor(pusher: MinimalPusher) {
    this.#pusher = pusher
    const client = { send: (data: string) => this.onmessage({ data }) }
    this.send = (text) => macrotask(() => pusher.received(client, text))
    this.close = () => {
      this.#pusher.closed(client)
      this.onclose({ code: 1000, reason: '', wasClean: true })
    }
    macrotask(() => {
      this.onopen()
      pusher.opened(client)
    })
  }

  send: (text: string) => void
  close: () => void
}

/** The limit: what pusher-js itself needs, and one task of the event loop for each way. */
export const bareLoop: Peer = {
  name: 'bare loop',
  boot() {
    const pusher = new MinimalPusher()
    const undo = openSocketsWith(Pusher, () => new BareSocket(pusher))
    return {
      Pusher,
      trigger: (channel, event, data) => pusher.trigger(channel, event, data),
      close: undo,
    }
  },
}
