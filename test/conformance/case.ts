import type {
  ChannelAuthorization,
  PusherFake,
  PusherFakeOptions,
  UserPolicy,
} from 'pusher-js-fake'
import type { ClientDriver, ClientOptions } from './client-driver.ts'

/** The driver as it is seen from outside its host. */
export type Client = {
  [Name in keyof ClientDriver]: (
    ...args: Parameters<ClientDriver[Name]>
  ) => Promise<Awaited<ReturnType<ClientDriver[Name]>>>
}

/** One fake and real clients of it. */
export interface World {
  readonly fake: PusherFake
  /** Starts a client; it is connected when this resolves unless `connected` is false. */
  client(options?: ClientOptions & { connected?: boolean }): Promise<Client>
}

/** One feature of the service, shown through the real pusher-js. */
export interface Case {
  readonly name: string
  /** The version of pusher-js that brought what the case is about. */
  readonly since?: string
  readonly options?: PusherFakeOptions
  /** Throws when the service does not do what it should. */
  run(world: World): Promise<void>
}

/** Users that the endpoints of the cases know: any id that is not empty. */
export const userPolicy: UserPolicy = ({ params }) => {
  const id = params['user_id']
  return id ? { id, info: { name: id.toUpperCase() }, watchlist: ['ada', 'bob'] } : false
}

/** The endpoint of an app that leaves presence users to the sign-in: no channel_data. */
export function bareAuthorization(fake: PusherFake, body: string): ChannelAuthorization {
  const form = new URLSearchParams(body)
  return fake.authorizeChannel({
    socketId: form.get('socket_id') ?? '',
    channelName: form.get('channel_name') ?? '',
  })
}

/** Subscribes and waits for the service's answer. */
export async function subscribed(client: Client, channel: string): Promise<void> {
  await client.subscribe(channel)
  await client.waitFor(channel, 'pusher:subscription_succeeded')
}
