import { setTimeout as sleep } from 'node:timers/promises'
import PusherServer from 'pusher'
import Pusher, { type Options } from 'pusher-js'
import type { Tally } from './report.ts'

/** How the service that is soaked is told what to do. */
export interface Service {
  trigger(channel: string, event: string, data: unknown): Promise<void> | void
  /** Ends a connection; 1006 loses it. */
  drop(socketId: string, code: number): Promise<void> | void
}

const CHANNELS = ['all', 'cache-all', 'private-all', 'presence-all']
const EVENTS_A_ROUND = 20
const CHURN_A_ROUND = 4
/** After this, what has not come is lost. */
const PATIENCE_MS = 10_000
const PAUSE_MS = 20
/** After the last two pusher-js waits for a second, after 4200 it is back at once. */
const CODES = [4200, 4200, 4200, 4200, 4200, 4200, 4200, 4200, 1006, 4100]

const signer = new PusherServer({
  appId: '1000001',
  key: 'app-key',
  secret: 'app-secret',
  host: '',
})

/** One real pusher-js, subscribed to every channel, that counts what it gets. */
class SoakClient {
  readonly pusher: Pusher
  /** Events of the running round. */
  received = 0
  disordered = 0
  #last = new Map<string, number>()
  readonly #subscribed = new Set<string>()
  readonly #changed: () => void

  constructor(index: number, options: Partial<Options>, changed: () => void) {
    this.#changed = changed
    this.pusher = new Pusher('app-key', {
      cluster: 'mt1',
      ...options,
      channelAuthorization: {
        transport: 'ajax',
        endpoint: '',
        customHandler: ({ socketId, channelName }, callback) => {
          const member = { user_id: `user-${index}`, user_info: { index } }
          const isPresence = channelName.startsWith('presence-')
          callback(
            null,
            signer.authorizeChannel(socketId, channelName, isPresence ? member : undefined),
          )
        },
      },
    })
    this.pusher.connection.bind('state_change', ({ current }: { current: string }) => {
      if (current !== 'connected') this.#subscribed.clear()
      changed()
    })
    for (const name of CHANNELS) this.subscribe(name)
  }

  /** Whether all of its channels are subscribed on the connection that it has. */
  get ready(): boolean {
    return this.pusher.connection.state === 'connected' && this.#subscribed.size === CHANNELS.length
  }

  subscribe(name: string): void {
    const channel = this.pusher.subscribe(name)
    channel.bind('pusher:subscription_succeeded', () => {
      this.#subscribed.add(name)
      this.#changed()
    })
    channel.bind('tick', ({ sequence, fresh }: { sequence: number; fresh?: number }) => {
      // A cache channel replays the last event to who comes back.
      const last = this.#last.get(name) ?? 0
      if (fresh === undefined || !this.#subscribed.has(name)) return
      if (sequence === last) return
      if (sequence < last) this.disordered += 1
      this.#last.set(name, sequence)
      this.received += 1
      this.#changed()
    })
  }

  /** Its connection is to be ended: pusher-js says `connected` until it tries anew, a second later. */
  expectDrop(): string {
    this.#subscribed.clear()
    return this.pusher.connection.socket_id
  }

  resubscribe(name: string): void {
    this.#subscribed.delete(name)
    this.pusher.unsubscribe(name)
    this.subscribe(name)
  }
}

/** Connects, subscribes, receives, drops and reconnects, round after round, for ever. */
export async function soak(
  service: Service,
  clientCount: number,
  options: Partial<Options>,
  tally: Tally,
): Promise<never> {
  let wake = () => {}
  const clients = Array.from(
    { length: clientCount },
    (_, index) => new SoakClient(index, options, () => wake()),
  )
  const until = async (holds: () => boolean): Promise<boolean> => {
    const patience = new AbortController()
    const over = sleep(PATIENCE_MS, true, { signal: patience.signal }).catch(() => true)
    let isOver = false
    void over.then(() => {
      isOver = true
      wake()
    })
    while (!holds() && !isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    patience.abort()
    return holds()
  }
  const expected = CHANNELS.length * EVENTS_A_ROUND

  for (let round = 0, sequence = 0; ; round += 1) {
    await until(() => clients.every((client) => client.ready))
    const listeners = clients.filter((client) => client.ready)
    tally.lost += (clients.length - listeners.length) * expected
    for (const client of clients) client.received = 0
    for (let nth = 0; nth < EVENTS_A_ROUND; nth += 1) {
      sequence += 1
      for (const channel of CHANNELS) {
        await service.trigger(channel, 'tick', { sequence, fresh: 1, text: 'x'.repeat(100) })
      }
    }
    await until(() => listeners.every(({ received }) => received === expected))
    for (const client of listeners) {
      tally.delivered += client.received
      tally.lost += Math.max(0, expected - client.received)
      tally.disordered += client.disordered + Math.max(0, client.received - expected)
      client.disordered = 0
    }
    for (let nth = 0; nth < CHURN_A_ROUND; nth += 1) {
      const client = clients[(round * CHURN_A_ROUND + nth) % clients.length]
      if (client === undefined) continue
      const { pusher } = client
      if (nth === 0) {
        pusher.disconnect()
        pusher.connect()
      } else if (nth === 1) {
        client.resubscribe(CHANNELS[round % CHANNELS.length] ?? '')
      } else {
        await service.drop(client.expectDrop(), CODES[(round + nth) % CODES.length] ?? 4200)
      }
      tally.reconnects += nth === 1 ? 0 : 1
    }
    tally.rounds += 1
    await sleep(PAUSE_MS)
  }
}
