import type Pusher from 'pusher-js'
import type { Channel, Options } from 'pusher-js'
import { APP_KEY, type Service } from '../peers/peer.ts'

/** Makes a client of the service for a user. */
export function newClient(service: Service, userId = 'ada'): Pusher {
  const options: Options = {
    cluster: 'mt1',
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler({ socketId, channelName }, callback) {
        callback(null, authorize(service, socketId, channelName, userId))
      },
    },
    ...service.options,
  }
  return new service.Pusher(APP_KEY, options)
}

function authorize(service: Service, socketId: string, channel: string, userId: string) {
  if (service.authorize !== undefined) return service.authorize(socketId, channel, userId)
  const channel_data = JSON.stringify({ user_id: userId, user_info: {} })
  return { auth: `${APP_KEY}:signature`, ...(channel.startsWith('presence-') && { channel_data }) }
}

export function connected(pusher: Pusher): Promise<void> {
  return new Promise((resolve) => pusher.connection.bind('connected', resolve))
}

/** A client's subscription; `pusher-js-mock` has none to wait for. */
export function subscribed(pusher: Pusher, channel: string): Promise<Channel> {
  const subscription = pusher.subscribe(channel)
  if (pusher.connection.state === undefined) return Promise.resolve(subscription)
  return new Promise((resolve) =>
    subscription.bind('pusher:subscription_succeeded', () => resolve(subscription)),
  )
}

/** Clients that are subscribed to a channel, each a user of its own. */
export async function subscribers(
  service: Service,
  count: number,
  channels: readonly string[],
): Promise<{ pusher: Pusher; subscriptions: Channel[] }[]> {
  const clients = Array.from({ length: count }, (_, index) => newClient(service, `user-${index}`))
  return Promise.all(
    clients.map(async (pusher) => ({
      pusher,
      subscriptions: await Promise.all(channels.map((name) => subscribed(pusher, name))),
    })),
  )
}

/** Ends clients, and makes pusher-js forget them: it keeps every one that was ever made. */
export function endClients(service: Service, clients: readonly Pusher[]): void {
  for (const pusher of clients) pusher.disconnect?.()
  const all = service.Pusher.instances
  if (all !== undefined) all.length = 0
}
