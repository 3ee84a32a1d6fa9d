import Pusher from 'pusher-js'
import type { PusherFake } from 'pusher-js-fake'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { decodeData } from '../../src/protocol/json.ts'
import { type Frame, heardFrame } from './heard-frame.ts'
import type { Operation } from './operation.ts'
import { type Heard, infoOf, type ReferenceModel } from './reference-model.ts'
import { MASTER_KEY, performOnService } from './service.ts'

type Member = { readonly channel: string; readonly as?: string }

/**
 * What pusher-js does by itself, told to the model: it comes back after 4200, and to its channels whenever
 * it has connected.
 */
export class Memory {
  readonly #channels = new Map<number, Member[]>()

  /** Whether an app that uses pusher-js as it is meant would do so. */
  allows(model: Readonly<ReferenceModel>, operation: Operation): boolean {
    if (!model.allows(operation)) return false
    switch (operation.do) {
      case 'connect':
      case 'close':
      case 'trigger':
      case 'batch':
        return true
      case 'disconnect':
        return operation.code === 4200
      case 'subscribe': {
        const { client, channel, as, forged } = operation
        // pusher-js keeps its channels in an object.
        if (forged || channel.startsWith('#') || channel === '__proto__') return false
        if (model.channelsOf(client).includes(channel)) return false
        return !channel.startsWith('presence-') || as !== undefined
      }
      case 'unsubscribe':
        return model.channelsOf(operation.client).includes(operation.channel)
      case 'clientEvent': {
        const { client, channel } = operation
        return (
          model.channelsOf(client).includes(channel) &&
          /^(private-(?!encrypted-)|presence-)/.test(channel)
        )
      }
      default:
        return false
    }
  }

  /** The operation, and what pusher-js makes of it. */
  expand(operation: Operation): Operation[] {
    if (!('client' in operation)) return [operation]
    const { client } = operation
    const known = this.#channels.get(client) ?? []
    this.#channels.set(client, known)
    const again = known.map((member): Operation => ({ do: 'subscribe', client, ...member }))
    switch (operation.do) {
      case 'connect':
        return [operation, ...again]
      case 'disconnect':
        return [operation, { do: 'connect', client }, ...again]
      case 'subscribe': {
        const { channel, as } = operation
        known.push({ channel, ...(as !== undefined && { as }) })
        return [operation]
      }
      case 'unsubscribe':
        this.#channels.set(
          client,
          known.filter(({ channel }) => channel !== operation.channel),
        )
        return [operation]
      default:
        return [operation]
    }
  }
}

/** The in-page door with real clients, which the model's operations drive as an app would. */
export class PusherJsWorld {
  readonly fake: PusherFake
  readonly #uninstall: () => void
  readonly #clients = new Map<number, { pusher: Pusher; as: Map<string, string>; heard: Heard[] }>()

  constructor(subscriptionCount: boolean) {
    this.fake = createPusherFake({
      logger: false,
      subscriptionCount,
      limits: { clientEventsPerSecond: Number.POSITIVE_INFINITY },
      encryptionMasterKeyBase64: MASTER_KEY,
    })
    this.#uninstall = installPusherFake({ fake: this.fake, Pusher }).uninstall
  }

  socketId(client: number): string {
    return this.#client(client).pusher.connection.socket_id
  }

  /** Resolves when every client has heard what has come of it. */
  async perform(operation: Operation): Promise<void> {
    if (operation.do === 'connect') {
      const { pusher } = this.#clients.get(operation.client) ?? this.#create(operation.client)
      pusher.connect()
      await isConnected(pusher)
    } else if (operation.do === 'close') {
      const { pusher } = this.#client(operation.client)
      const left = this.#disconnection(pusher.connection.socket_id)
      pusher.disconnect()
      await left
    } else if (operation.do === 'disconnect') {
      const { pusher } = this.#client(operation.client)
      const { socket_id: socketId } = pusher.connection
      const back = new Promise<void>((resolve) => {
        pusher.connection.bind('connected', function connected() {
          pusher.connection.unbind('connected', connected)
          resolve()
        })
      })
      this.fake.faults.disconnect({ socketId, code: operation.code })
      await back
    } else if (operation.do === 'subscribe') {
      const { pusher, as } = this.#client(operation.client)
      if (operation.as !== undefined) as.set(operation.channel, operation.as)
      pusher.subscribe(operation.channel)
    } else if (operation.do === 'unsubscribe') {
      this.#client(operation.client).pusher.unsubscribe(operation.channel)
    } else if (operation.do === 'clientEvent') {
      const { client, channel, event, data } = operation
      this.#client(client).pusher.channel(channel).trigger(event, data)
    } else if (operation.do === 'trigger') {
      const { channels, event, data, except } = operation
      const options = except === undefined ? {} : { socketId: this.socketId(except) }
      this.fake.trigger([...channels], event, data, options)
    } else if (operation.do === 'batch') {
      performOnService(this.fake, operation)
    }
    for (const { pusher } of this.#clients.values()) await answered(pusher)
  }

  take(): Map<number, Heard[]> {
    const taken = new Map<number, Heard[]>()
    for (const [index, client] of this.#clients) {
      if (client.heard.length > 0) taken.set(index, client.heard.splice(0))
    }
    return taken
  }

  end(): void {
    for (const { pusher } of this.#clients.values()) pusher.disconnect()
    this.#uninstall()
    this.fake.close()
  }

  #create(index: number): { pusher: Pusher } {
    const as = new Map<string, string>()
    const pusher = new Pusher('app-key', {
      cluster: 'mt1',
      channelAuthorization: {
        transport: 'ajax',
        endpoint: '',
        customHandler: ({ socketId, channelName }, callback) => {
          const id = as.get(channelName)
          const isPresence = id !== undefined && channelName.startsWith('presence-')
          const user = isPresence && { user: { id, info: infoOf(id) } }
          callback(null, this.fake.authorizeChannel({ socketId, channelName, ...user }))
        },
      },
    })
    const client = { pusher, as, heard: [] as Heard[] }
    pusher.connection.bind('message', (message: Frame) => {
      if (message.event !== 'pusher:pong') client.heard.push(heardMessage(message))
    })
    this.#clients.set(index, client)
    return client
  }

  #client(index: number): { pusher: Pusher; as: Map<string, string> } {
    const client = this.#clients.get(index)
    if (client === undefined) throw new Error(`There is no client ${index}`)
    return client
  }

  #disconnection(socketId: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.fake.on('disconnection', (event) => {
        if (event.socketId !== socketId) return
        stop()
        resolve()
      })
    })
  }
}

/** What the model says that a client hears, as pusher-js tells it: data decoded, no socket's comings and goings. */
export function toldByPusherJs(heard: readonly Heard[]): Heard[] {
  return heard
    .filter(({ event }) => !/^(open|drop|close \d+|pusher:connection_established)$/.test(event))
    .map((each) =>
      typeof each.data === 'string' ? { ...each, data: decodeData(each.data) } : each,
    )
}

/** pusher-js has decoded the data once. */
function heardMessage({ event, channel = '', data, ...rest }: Frame): Heard {
  const isText = event.startsWith('pusher_internal:') || channel.startsWith('private-encrypted-')
  const wire = isText && data !== undefined ? JSON.stringify(data) : data
  const frame = { event, channel, data: wire, ...rest }
  const [heard] = toldByPusherJs([heardFrame(frame, MASTER_KEY)])
  return heard ?? { event }
}

function isConnected(pusher: Pusher): Promise<void> {
  return new Promise((resolve) => {
    if (pusher.connection.state === 'connected') return resolve()
    pusher.connection.bind('connected', function connected() {
      pusher.connection.unbind('connected', connected)
      resolve()
    })
  })
}

/** A pong comes after everything that was sent, and sent back, before the ping. */
function answered(pusher: Pusher): Promise<void> {
  if (pusher.connection.state !== 'connected') return Promise.resolve()
  return new Promise((resolve) => {
    pusher.connection.bind('message', function pong({ event }: Frame) {
      if (event !== 'pusher:pong') return
      pusher.connection.unbind('message', pong)
      resolve()
    })
    pusher.send_event('pusher:ping', {})
  })
}
