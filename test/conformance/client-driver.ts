import type Pusher from 'pusher-js'
import type { Channel, Options, PresenceChannel } from 'pusher-js'

/** Something that the client told its app. */
export interface Recorded {
  /** `connection`, `user`, `watchlist`, or a channel's name. */
  readonly source: string
  readonly event: string
  readonly data?: unknown
  /** Second argument of client events on presence channels. */
  readonly userId?: string
}

export interface ClientOptions {
  readonly key?: string
  /** Who the app says it is to its endpoints. */
  readonly user?: string
  /** Answers for the authorization endpoint, in place of it. */
  readonly auth?: { readonly auth: string; readonly channel_data?: string }
  /** Answers for the user authentication endpoint, in place of it. */
  readonly userAuth?: { readonly auth: string; readonly user_data: string }
  /** Presence channels are to take the user from the sign-in. */
  readonly presenceFromSignin?: boolean
  readonly pusher?: Partial<Options>
}

/** A real pusher-js, told what to do and asked what it got in JSON alone, so that it may be anywhere. */
export interface ClientDriver {
  subscribe(channel: string): void
  unsubscribe(channel: string): void
  trigger(channel: string, event: string, data: unknown): boolean
  signin(): void
  connect(): void
  disconnect(): void
  switchCluster(appKey: string, cluster: string): void
  state(): string
  socketId(): string
  states(): string[]
  recorded(source: string): Recorded[]
  /** Resolves with the `nth` such event, at once when it is there already. */
  waitFor(source: string, event: string, nth?: number): Promise<Recorded>
  waitForState(state: string): Promise<void>
  members(channel: string): { count: number; me: unknown; ids: string[] }
  subscriptionCount(channel: string): number | null
}

/** Must not use anything from outside: the Chromium host runs its source text. */
export function createClientDriver(
  PusherClass: typeof Pusher,
  options: ClientOptions,
): ClientDriver {
  const patience = 4_000
  const origin = 'http://app.test'
  const { setTimeout, clearTimeout } = globalThis
  const records: Recorded[] = []
  const states: string[] = []
  const watchers = new Set<() => void>()
  const params = { user_id: options.user ?? '' }
  const { auth, userAuth } = options
  const pusher = new PusherClass(options.key ?? 'app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      endpoint: `${origin}/pusher/auth`,
      transport: 'ajax',
      params,
      ...(auth && { customHandler: (_, callback) => callback(null, auth) }),
      ...(options.presenceFromSignin && {
        customHandler: ({ socketId, channelName }, callback) => {
          const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName })
          fetch(`${origin}/pusher/bare-auth`, { method: 'POST', body })
            .then((response) => response.json())
            .then(
              (answer) => callback(null, answer),
              (error) => callback(error, null),
            )
        },
      }),
    },
    userAuthentication: {
      endpoint: `${origin}/pusher/user-auth`,
      transport: 'ajax',
      params,
      ...(userAuth && { customHandler: (_, callback) => callback(null, userAuth) }),
    },
    ...options.pusher,
  })

  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }
  const record = (source: string, event: string, data?: unknown, metadata?: unknown) => {
    const known = typeof metadata === 'object' && metadata !== null && 'user_id' in metadata
    const userId = known ? String(metadata.user_id) : undefined
    records.push({ source, event, data, ...(userId !== undefined && { userId }) })
    changed()
  }
  const until = <Result>(what: string, check: () => Result | undefined) =>
    new Promise<Result>((resolve, reject) => {
      const watch = () => {
        const result = check()
        if (result === undefined) return
        watchers.delete(watch)
        clearTimeout(timer)
        resolve(result)
      }
      const timer = setTimeout(() => {
        watchers.delete(watch)
        const got = JSON.stringify({ states, records })
        reject(new Error(`Waited ${patience} ms for ${what}, got ${got}`))
      }, patience)
      watchers.add(watch)
      watch()
    })
  pusher.connection.bind('state_change', ({ current }: { current: string }) => {
    states.push(current)
    changed()
  })
  pusher.connection.bind('error', (error: unknown) =>
    record('connection', 'error', JSON.parse(JSON.stringify(error))),
  )
  pusher.bind('pusher:error', (data: unknown) => record('connection', 'pusher:error', data))
  pusher.user.bind_global((event: string, data: unknown) => record('user', event, data))
  pusher.user.watchlist.bind_global((event: string, data: unknown) =>
    record('watchlist', event, data),
  )

  return {
    subscribe(name) {
      const channel: Channel = pusher.subscribe(name)
      // bind_global does not hand on the metadata of client events.
      channel.bind_global((event: string, data: unknown) => {
        if (!event.startsWith('client-')) record(name, event, data)
      })
      for (const event of ['client-typing', 'client-message']) {
        channel.bind(event, (data: unknown, metadata: unknown) =>
          record(name, event, data, metadata),
        )
      }
    },
    unsubscribe: (name) => pusher.unsubscribe(name),
    trigger: (name, event, data) => pusher.channel(name).trigger(event, data),
    signin: () => pusher.signin(),
    connect: () => pusher.connect(),
    disconnect: () => pusher.disconnect(),
    switchCluster: (appKey, cluster) => pusher.switchCluster({ appKey, cluster }),
    state: () => pusher.connection.state,
    socketId: () => pusher.connection.socket_id,
    states: () => [...states],
    recorded: (source) => records.filter((item) => item.source === source),
    waitFor: (source, event, nth = 1) =>
      until(
        `${event} number ${nth} of ${source}`,
        () => records.filter((item) => item.source === source && item.event === event)[nth - 1],
      ),
    waitForState: (state) =>
      until(`state ${state}`, () => pusher.connection.state === state || undefined).then(() => {}),
    members(name) {
      const { members } = pusher.channel(name) as PresenceChannel
      return { count: members.count, me: members.me, ids: Object.keys(members.members) }
    },
    subscriptionCount: (name) => pusher.channel(name).subscriptionCount ?? null,
  }
}
