import Pusher from 'pusher-js'
import { macrotask } from '../../test/support/macrotask.ts'
import { MinimalPusher } from './minimal-pusher.ts'
import type { Peer } from './peer.ts'
import { openSocketsWith } from './runtime.ts'

/** The cheapest event of the realm that has data. */
class MessageStandIn extends Event {
  readonly #data: string

  constructor(data: string) {
    super('message')
    this.#data = data
  }

  get data(): string {
    return this.#data
  }
}

/** No socket, but an EventTarget of the realm: the frames come by `dispatchEvent`. */
class DispatchingSocket extends EventTarget {
  onopen: () => void = () => {}
  onmessage: (event: Event) => void = () => {}
  onclose: (event: { code: number; reason: string; wasClean: boolean }) => void = () => {}
  onerror: (error: unknown) => void = () => {}
  readonly send: (text: string) => void
  readonly close: () => void

  constructor(pusher: MinimalPusher) {
    super()
    this.addEventListener('message', (event) => this.onmessage(event))
    const client = { send: (data: string) => void this.dispatchEvent(new MessageStandIn(data)) }
    this.send = (text) => macrotask(() => pusher.received(client, text))
    this.close = () => {
      pusher.closed(client)
      this.onclose({ code: 1000, reason: '', wasClean: true })
    }
    macrotask(() => {
      this.onopen()
      pusher.opened(client)
    })
  }
}

/** The limit of whoever dispatches real events, as a browser does: what the realm itself takes for each. */
export const bareDispatch: Peer = {
  name: 'bare dispatch',
  lacks: ['connect', 'subscribe'],
  boot() {
    const pusher = new MinimalPusher()
    const undo = openSocketsWith(Pusher, () => new DispatchingSocket(pusher))
    return {
      Pusher,
      trigger: (channel, event, data) => pusher.trigger(channel, event, data),
      close: undo,
    }
  },
}
