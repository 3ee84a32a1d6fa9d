import type { PusherFake } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { RawClient } from '../support/raw-client.ts'
import { heardFrame } from './heard-frame.ts'
import type { Operation } from './operation.ts'
import { type Heard, infoOf, type Rules } from './reference-model.ts'
import { fakeWith, MASTER_KEY, performOnService } from './service.ts'

interface Listener {
  readonly client: RawClient
  heard: number
  frames: number
}

/** The engine with clients that speak the protocol themselves. */
export class RawWorld {
  readonly fake: PusherFake
  readonly #clock = new ManualClock()
  readonly #listeners = new Map<number, Listener>()
  /** Closed or lost, and still listened to: nothing more may come. */
  readonly #gone: Listener[] = []

  constructor(rules: Rules) {
    this.fake = fakeWith(rules, { clock: this.#clock })
  }

  socketId(client: number): string {
    return this.#client(client).socketId
  }

  perform(operation: Operation): void {
    switch (operation.do) {
      case 'connect': {
        const known = this.#listeners.get(operation.client)
        if (known !== undefined) this.#gone.push(known)
        const client = new RawClient(this.fake)
        this.#listeners.set(operation.client, { client, heard: 0, frames: 0 })
        return
      }
      case 'close':
        return this.#client(operation.client).close()
      case 'disconnect': {
        const socketId = this.socketId(operation.client)
        return this.fake.faults.disconnect({ socketId, code: operation.code })
      }
      case 'subscribe':
        return this.#subscribe(operation)
      case 'unsubscribe':
        return this.#client(operation.client).unsubscribe(operation.channel)
      case 'clientEvent': {
        const { client, channel, event, data } = operation
        return this.#client(client).send({ event, channel, data })
      }
      case 'signIn':
        return this.#signIn(operation)
      case 'trigger': {
        const { channels, event, data, except } = operation
        const options = except === undefined ? {} : { socketId: this.socketId(except) }
        this.fake.trigger(channels, event, data, options)
        return
      }
      case 'pass':
        return this.#clock.advance(operation.ms)
      default:
        return performOnService(this.fake, operation)
    }
  }

  /** What each client has heard since the last call. */
  take(): Map<number, Heard[]> {
    const taken = new Map<number, Heard[]>()
    for (const [index, listener] of this.#listeners) {
      const heard = takeHeard(listener)
      if (heard.length > 0) taken.set(index, heard)
    }
    const late = this.#gone.flatMap(takeHeard)
    if (late.length > 0) taken.set(-1, late)
    return taken
  }

  #client(index: number): RawClient {
    const listener = this.#listeners.get(index)
    if (listener === undefined) throw new Error(`There is no client ${index}`)
    return listener.client
  }

  #subscribe({ client, channel, as, forged }: Extract<Operation, { do: 'subscribe' }>): void {
    const raw = this.#client(client)
    const signed = channel.startsWith('#')
      ? { auth: '' }
      : this.fake.authorizeChannel({
          socketId: raw.socketId,
          channelName: channel,
          ...(as !== undefined && { user: { id: as, info: infoOf(as) } }),
        })
    const data = { ...signed, channel, ...(forged && { auth: 'app-key:forged' }) }
    raw.send({ event: 'pusher:subscribe', data })
  }

  #signIn({ client, user, watchlist, forged }: Extract<Operation, { do: 'signIn' }>): void {
    const raw = this.#client(client)
    const data = this.fake.authenticateUser({
      socketId: raw.socketId,
      user: { id: user, info: infoOf(user), watchlist },
    })
    raw.send({ event: 'pusher:signin', data: { ...data, ...(forged && { auth: 'forged' }) } })
  }
}

function takeHeard(listener: Listener): Heard[] {
  const { client } = listener
  const names = client.heard.slice(listener.heard)
  listener.heard = client.heard.length
  return names.map((event) => {
    const frame = client.frames[listener.frames]
    if (frame?.event !== event) return { event }
    listener.frames += 1
    return heardFrame(frame, MASTER_KEY)
  })
}
