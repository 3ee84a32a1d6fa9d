import Pusher, { type Options } from 'pusher-js'

const clients: Pusher[] = []
let received = 0

function client(options: Partial<Options>): Pusher {
  const pusher = new Pusher('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      // Signed in the page, for every peer alike: no request is measured.
      customHandler({ socketId, channelName }, callback) {
        sign(`${socketId}:${channelName}`).then((auth) => callback(null, { auth }))
      },
    },
    ...options,
  })
  clients.push(pusher)
  return pusher
}

async function sign(text: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secret = encoder.encode('app-secret')
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return `app-key:${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** What the test process calls in its pages: milliseconds from `new Pusher()`. */
export async function connect(options: Partial<Options>): Promise<number> {
  const started = performance.now()
  const pusher = client(options)
  await new Promise((resolve) => pusher.connection.bind('connected', resolve))
  const duration = performance.now() - started
  pusher.disconnect()
  clients.splice(clients.indexOf(pusher), 1)
  return duration
}

export async function subscribe(
  options: Partial<Options>,
  channel: string,
): Promise<{ connected: number; subscribed: number }> {
  const started = performance.now()
  const since = () => performance.now() - started
  const pusher = client(options)
  const subscription = pusher.subscribe(channel)
  const [connected, subscribed] = await Promise.all([
    new Promise<number>((resolve) => pusher.connection.bind('connected', () => resolve(since()))),
    new Promise<number>((resolve) =>
      subscription.bind('pusher:subscription_succeeded', () => resolve(since())),
    ),
  ])
  return { connected, subscribed }
}

/** Resolves when that many events have come on the first client's channel. */
export function receive(channel: string, event: string, count: number): Promise<void> {
  received = 0
  const subscription = clients[0]?.channel(channel)
  return new Promise((resolve) => {
    const listener = () => {
      received += 1
      if (received < count) return
      subscription?.unbind(event, listener)
      resolve()
    }
    subscription?.bind(event, listener)
  })
}

/** Lets the first client answer each event of that name with a client event. */
export function answer(channel: string, event: string, clientEvent: string): void {
  const subscription = clients[0]?.channel(channel)
  subscription?.bind(event, () => subscription.trigger(clientEvent, {}))
}

export function send(channel: string, event: string): void {
  clients[0]?.channel(channel)?.trigger(event, { typing: true })
}
