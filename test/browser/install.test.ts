import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Pusher from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, expect, test, vi } from 'vitest'

const installed: InstalledPusherFake[] = []
const clients: Pusher[] = []
const nativeDescriptor = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')

function install(options: Parameters<typeof installPusherFake>[0] = {}): InstalledPusherFake {
  const fake = installPusherFake({ Pusher, logger: false, ...options })
  installed.push(fake)
  return fake
}

function client(
  key: string,
  options: Partial<ConstructorParameters<typeof Pusher>[1]> = {},
): Pusher {
  const pusher = new Pusher(key, { cluster: 'mt1', ...options })
  clients.push(pusher)
  return pusher
}

function stateOf(pusher: Pusher, state: string): Promise<void> {
  if (pusher.connection.state === state) return Promise.resolve()
  return new Promise((resolve) => pusher.connection.bind(state, () => resolve()))
}

afterEach(() => {
  vi.useRealTimers()
  for (const pusher of clients.splice(0)) pusher.disconnect()
  for (const fake of installed.splice(0)) fake.uninstall()
  expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(nativeDescriptor)
})

test('an event of the service reaches the callback of the real pusher-js before trigger returns', async () => {
  const fake = install()
  const received: unknown[] = []
  client('app-key')
    .subscribe('orders')
    .bind('created', (data: unknown) => received.push(data))
  await fake.waitForSubscription('orders')
  fake.trigger('orders', 'created', { id: 1 })
  expect(received).toEqual([{ id: 1 }])
})

test.each([
  ['another cluster', { cluster: 'ap4' }, 'wss://ws-ap4.pusher.com:443/app/app-key'],
  ['no TLS', { forceTLS: false }, 'ws://ws-mt1.pusher.com:80/app/app-key'],
  [
    'a host of its own',
    { wsHost: 'reverb.test', wsPort: 8080, forceTLS: false },
    'ws://reverb.test:8080/app/app-key',
  ],
  ['a path of its own', { wsHost: 'x.test', wsPath: '/ws' }, 'wss://x.test:443/ws/app/app-key'],
] as const)('%s is served', async (_, options, url) => {
  const fake = install()
  await stateOf(client('app-key', options), 'connected')
  expect(fake.connections().map((connection) => connection.url.split('?')[0])).toEqual([url])
})

test('an unknown key is refused with 4001, and the author is told which key the fake has', async () => {
  const fake = install()
  const pusher = client('other-key')
  const errors: unknown[] = []
  pusher.connection.bind('error', (error: unknown) => errors.push(error))
  await stateOf(pusher, 'disconnected')
  expect(errors).toMatchObject([{ error: { data: { code: 4001 } } }])
  expect(fake.problems()).toMatchObject([
    { code: 'unknown_app_key', message: expect.stringContaining('"app-key"') },
  ])
})

test('two fakes serve their own keys, and uninstall in either order', async () => {
  for (const order of [
    [0, 1],
    [1, 0],
  ]) {
    const fakes = [install({ key: 'one' }), install({ key: 'two' })]
    client('one').subscribe('a')
    client('two').subscribe('b')
    await Promise.all([fakes[0]?.waitForSubscription('a'), fakes[1]?.waitForSubscription('b')])
    expect(fakes.map((fake) => fake.channels().map(({ name }) => name))).toEqual([['a'], ['b']])
    for (const index of order) fakes[index]?.uninstall()
    expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(nativeDescriptor)
  }
})

test('after uninstall sockets are closed and pusher-js dials by its own means again', async () => {
  const getWebSocketAPI = Reflect.get(Pusher.Runtime, 'getWebSocketAPI')
  const fake = install()
  expect(Reflect.get(Pusher.Runtime, 'getWebSocketAPI')).not.toBe(getWebSocketAPI)
  const socket = new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7')
  await fake.waitForConnection()
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve))
  fake.uninstall()
  expect(await closed).toMatchObject({ code: 4001, wasClean: true })
  expect(fake.connections()).toEqual([])
  expect(Reflect.get(Pusher.Runtime, 'getWebSocketAPI')).toBe(getWebSocketAPI)
})

test('what somebody else has put over the global stays, and the fake under it is inert', async () => {
  const fake = install()
  const ours = globalThis.WebSocket
  class Theirs extends ours {}
  globalThis.WebSocket = Theirs
  fake.uninstall()
  expect(globalThis.WebSocket).toBe(Theirs)
  globalThis.WebSocket = ours
  const socket = new ours('ws://127.0.0.1:1/app/app-key?protocol=7')
  const failed = new Promise((resolve) => socket.addEventListener('error', resolve))
  await failed
  expect(fake.connections()).toEqual([])
  Object.defineProperty(globalThis, 'WebSocket', nativeDescriptor ?? {})
})

test('URLs that are not of Pusher reach the original WebSocket', async () => {
  install()
  const server = createServer()
  const upgraded = once(server, 'upgrade')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat`)
  const [request, raw] = await upgraded
  expect(request.url).toBe('/chat')
  const failed = new Promise((resolve) => socket.addEventListener('error', resolve))
  raw.destroy()
  await failed
  server.close()
})

test('the fake is invisible to code that looks at WebSocket', () => {
  const native = globalThis.WebSocket
  install()
  expect(WebSocket.name).toBe(native.name)
  expect(Object.getOwnPropertyNames(WebSocket.prototype).sort()).toEqual(
    Object.getOwnPropertyNames(native.prototype).sort(),
  )
  expect([WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED]).toEqual([
    0, 1, 2, 3,
  ])
  const socket = new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7')
  expect(socket.constructor).toBe(WebSocket)
  expect(socket).toBeInstanceOf(WebSocket)
  expect(socket).toBeInstanceOf(native)
  expect(socket).toBeInstanceOf(EventTarget)
  expect(Object.prototype.toString.call(socket)).toBe('[object WebSocket]')
  socket.close()
})

test('pusher-js of the Node build is found without its class', async () => {
  const fake = installPusherFake({ logger: false })
  const pusher = client('app-key')
  pusher.subscribe('orders')
  await fake.waitForSubscription('orders')
  fake.uninstall()
})

test('wrong options are named', () => {
  expect(() => installPusherFake({ Pusher, kee: 'x' } as object)).toThrow(
    /Unknown option "kee".*key/s,
  )
  expect(() => installPusherFake({ Pusher: {} as typeof Pusher })).toThrow(/Option "Pusher"/)
  const fake = createPusherFake()
  expect(() => installPusherFake({ Pusher, fake, key: 'x' })).toThrow(/"fake" cannot go with key/)
})

test.each([
  ['http://api-mt1.pusher.com/apps/1/channels', 'pusherHandlers'],
  ['http://ws-eu.pusher.com/app/app-key?protocol=7', 'installPusherFake({ realm: window })'],
  [
    'http://js.pusher.com/8.4/pusher.min.js',
    'npm i -D pusher-js@8.4, and let the page have node_modules/pusher-js/dist/web/pusher.min.js',
  ],
  ['http://js.pusher.com/7.0.3/pusher-with-encryption.min.js', 'pusher-js@7.0.3, '],
])('%s is dialled by nobody, and the refusal says what to write: %s', async (url, remedy) => {
  const fake = install()
  const error = await fetchError(url)
  expect(error).toContain(`Refused to dial ${new URL(url).hostname} for GET ${url}`)
  expect(error).toContain(remedy)
  expect(fake.problems()).toMatchObject([{ code: 'unhandled_request' }])
})

test('fake timers do not stall a delivery once pusher-js is connected', async () => {
  const fake = install()
  const pusher = client('app-key')
  pusher.subscribe('private-room')
  await stateOf(pusher, 'connected')
  vi.useFakeTimers()
  const received: unknown[] = []
  pusher.subscribe('orders').bind('created', (data: unknown) => received.push(data))
  // pusher-js itself defers what it sends by setTimeout(0), which is the page's clock.
  vi.runAllTicks()
  vi.advanceTimersByTime(0)
  await fake.waitForSubscription('orders')
  fake.trigger('orders', 'created', 1)
  expect(received).toEqual([1])
})

test('a lost network makes pusher-js reconnect and subscribe again', async () => {
  const fake = install()
  const pusher = client('app-key')
  pusher.subscribe('orders')
  await fake.waitForSubscription('orders')
  const states: string[] = []
  pusher.connection.bind('state_change', ({ current }: { current: string }) => states.push(current))
  const again = new Promise((resolve) => fake.on('subscription', resolve))
  fake.faults.disconnect({ code: 4200 })
  await again
  expect(states).toEqual(['connecting', 'connected'])
})

test('a private channel with a wrong signature: the service says so and the socket stays', async () => {
  const fake = install()
  const pusher = client('app-key', {
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: (_, callback) => callback(null, { auth: 'app-key:bad' }),
    },
  })
  const error = new Promise((resolve) => pusher.bind('pusher:error', resolve))
  pusher.subscribe('private-room')
  expect(await error).toMatchObject({
    code: null,
    message: expect.stringContaining('Invalid signature'),
  })
  expect(pusher.connection.state).toBe('connected')
  expect(fake.problems()[0]?.message).toMatch(
    /Expected auth "app-key:[0-9a-f]{64}" .* got "app-key:bad"/,
  )
})

async function fetchError(url: string): Promise<string> {
  const { get } = await import('node:http')
  const request = get(url)
  const [error] = await once(request, 'error')
  return String(error)
}

test('the end of a using block uninstalls', () => {
  const before = globalThis.WebSocket
  {
    using fake = installPusherFake({ logger: false, Pusher })
    expect(globalThis.WebSocket === before).toBe(false)
    expect(fake.connections()).toEqual([])
  }
  expect(globalThis.WebSocket === before).toBe(true)
})
