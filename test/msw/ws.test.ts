// @vitest-environment jsdom
import { ws } from 'msw'
import { setupServer } from 'msw/node'
import type Pusher from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { type PusherSession, pusherSockets, toPusher } from 'pusher-js-fake/msw'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LISTEN_OPTIONS } from './listen-options.ts'
import { WebPusher } from './web-pusher.ts'

const DIALLED = 'wss://ws-mt1.pusher.com/app/app-key?protocol=7&client=js&version=8.6.0'

/** What nobody handles passes, in the words of MSW 3 and of MSW 2. */
const BYPASS = { onUnhandledFrame: 'bypass', onUnhandledRequest: 'bypass' } as const

const link = ws.link('wss://*/app/:key')
const chat = ws.link('wss://chat.test/room')
const server = setupServer()
const cleanup: (() => void)[] = []
let fake: PusherFake

beforeEach(() => {
  fake = createPusherFake({ logger: false })
  server.listen(LISTEN_OPTIONS)
})
afterEach(() => {
  for (const step of cleanup.splice(0).reverse()) step()
  fake.close()
  server.resetHandlers()
  server.close()
})

function client(key = 'app-key'): Pusher {
  const pusher = new WebPusher(key, { cluster: 'mt1', enabledTransports: ['ws'] })
  cleanup.push(() => pusher.disconnect())
  return pusher
}

/** What a plain WebSocket tells, until it is closed. */
function observe(url = DIALLED): { socket: WebSocket; closed: Promise<unknown[]> } {
  const socket = new WebSocket(url)
  const told: unknown[] = []
  const closed = new Promise<unknown[]>((resolve) => {
    socket.onopen = () => told.push('open')
    socket.onerror = () => told.push('error')
    socket.onmessage = ({ data }) => told.push(data)
    socket.onclose = ({ code, reason }) => resolve([...told, [code, reason]])
  })
  return { socket, closed }
}

/** What a plain WebSocket gets first. */
function firstMessage(url: string): Promise<unknown> {
  const socket = new WebSocket(url)
  cleanup.push(() => socket.close())
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data)
  })
}

describe('toPusher', () => {
  let sessions: PusherSession[]

  beforeEach(() => {
    sessions = []
    server.use(
      link.addEventListener('connection', (connection) => {
        sessions.push(toPusher(connection, fake))
      }),
    )
  })

  test('connects the client, and hands back its session', async () => {
    const orders: unknown[] = []
    const pusher = client()
    pusher.subscribe('orders').bind('created', (order: unknown) => orders.push(order))
    await fake.waitForSubscription('orders')
    const [session] = sessions
    expect(session).toMatchObject({
      fake,
      socketId: pusher.connection.socket_id,
      channels: ['orders'],
      userId: undefined,
    })

    fake.trigger('orders', 'created', { id: 1 })
    session?.send({ event: 'created', channel: 'orders', data: { id: 2 } })
    await vi.waitFor(() => expect(orders).toEqual([{ id: 1 }, { id: 2 }]))
  })

  test('the session knows its socket id before the client does', () => {
    const { promise, resolve } = Promise.withResolvers<unknown>()
    server.use(
      link.addEventListener('connection', (connection) => {
        resolve(toPusher(connection, fake).socketId)
      }),
    )
    new WebSocket(DIALLED).onopen = () => resolve('too late')
    return expect(promise).resolves.toMatch(/^\d+\.\d+$/)
  })

  test('a refusal: the socket opens, and is closed with code and reason', async () => {
    const { closed } = observe(DIALLED.replace('app-key', 'other-key'))
    expect(await closed).toEqual([
      'open',
      expect.stringContaining('pusher:error'),
      [4001, expect.stringContaining('App key other-key not in this cluster')],
    ])
    expect(fake.problems()).toMatchObject([{ code: 'unknown_app_key' }])
  })

  test('the code of a close comes after the last frame', async () => {
    const { closed } = observe()
    await fake.waitForConnection()
    fake.faults.sendRaw('not JSON')
    fake.faults.disconnect({ code: 4200 })
    expect(await closed).toEqual([
      'open',
      expect.stringContaining('pusher:connection_established'),
      'not JSON',
      [4200, expect.any(String)],
    ])
  })

  test('offline, the handshake fails', async () => {
    fake.faults.goOffline()
    expect(await observe().closed).toEqual(['error', [1006, '']])
  })

  test('a lost connection closes with 1006, and the fake forgets it', async () => {
    const { closed } = observe()
    await fake.waitForConnection()
    fake.faults.disconnect()
    expect((await closed).at(-1)).toEqual([1006, ''])
    expect(fake.connections()).toEqual([])
  })

  test('the fake hears of a client that closes', async () => {
    const { socket } = observe()
    await fake.waitForConnection()
    const gone = new Promise((resolve) => fake.on('disconnection', resolve))
    socket.close(3000, 'bye')
    expect(await gone).toMatchObject({ code: 3000, reason: 'bye' })
  })

  test('a socket that the app closes at once, as StrictMode does, is no connection', async () => {
    const { socket, closed } = observe()
    socket.close()
    expect(await closed).toEqual([[1000, '']])
    await vi.waitFor(() => expect(sessions).toHaveLength(1))
    expect(fake.connections()).toEqual([])
    expect(() => sessions[0]?.send({ event: 'x' })).toThrow('No connection has the socket id')
  })

  test('stalled, the socket opens, which MSW does, and says nothing', async () => {
    fake.faults.stall()
    const { socket, closed } = observe()
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    socket.close()
    expect(await closed).toEqual(['open', [1000, '']])
    expect(fake.connections()).toEqual([])
  })

  test.each(['wss://ws-mt1.pusher.com/app/:key', '*.pusher.com/app/:key', /\/app\/app-key$/])(
    'a link to %s is one of pusher-js',
    async (path) => {
      const { promise, resolve } = Promise.withResolvers<PusherSession>()
      server.use(
        ws.link(path).addEventListener('connection', (connection) => {
          resolve(toPusher(connection, createPusherFake({ logger: false })))
        }),
      )
      client()
      expect((await promise).socketId).toBeDefined()
    },
  )

  test('the URL of another service is an error that says what to write', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    cleanup.push(() => logged.mockRestore())
    const [event, [code, reason]] = (await observe('wss://other.test/app/x').closed) as [
      string,
      [number, string],
    ]
    expect([event, code]).toEqual(['error', 1011])
    expect(reason).toContain('wss://other.test/app/x is not a URL that pusher-js dials')
    expect(logged).toHaveBeenCalled()
  })
})

describe('pusherSockets', () => {
  beforeEach(() => {
    server.use(
      chat.addEventListener('connection', ({ client }) => client.send('from the chat')),
      pusherSockets(fake),
    )
  })

  test("serves the live service's hosts and any host with the fake's key", async () => {
    for (const host of ['ws-eu.pusher.com', 'ws.pusherapp.com:443', 'localhost:6001']) {
      const url = `wss://${host}/app/app-key?protocol=7`
      expect(await firstMessage(url)).toContain('pusher:connection_established')
    }
    const { closed } = observe('wss://ws-mt1.pusher.com/app/other?protocol=7')
    expect((await closed).at(-1)).toEqual([4001, expect.any(String)])
  })

  test("leaves the app's other sockets to their handlers", async () => {
    client()
    await fake.waitForConnection()
    expect(await firstMessage('wss://chat.test/room')).toBe('from the chat')
  })

  test.each(['before', 'after'])(
    'beside a fake that was installed %s MSW, under the strict policy',
    async (order) => {
      if (order === 'before') server.close()
      const installed = installPusherFake({ fake })
      cleanup.push(() => installed.uninstall())
      if (order === 'before') server.listen(LISTEN_OPTIONS)
      const logged = vi.spyOn(console, 'error')
      cleanup.push(() => logged.mockRestore())

      const pusher = client()
      const created = new Promise((resolve) => pusher.subscribe('orders').bind('created', resolve))
      await fake.waitForSubscription('orders')
      fake.trigger('orders', 'created', 1)
      expect(await created).toBe(1)
      expect(fake.connections()).toHaveLength(1)
      expect(await firstMessage('wss://chat.test/room')).toBe('from the chat')
      expect(logged).not.toHaveBeenCalled()
    },
  )
})

test('an MSW that starts after the fake, without a handler for it, passes its sockets on', async () => {
  server.close()
  const installed = installPusherFake({ fake })
  cleanup.push(() => installed.uninstall())
  server.listen(BYPASS)
  server.use(chat.addEventListener('connection', ({ client }) => client.send('from the chat')))

  const pusher = client()
  const created = new Promise((resolve) => pusher.subscribe('orders').bind('created', resolve))
  await fake.waitForSubscription('orders')
  fake.trigger('orders', 'created', 1)
  expect(await created).toBe(1)
  expect(await firstMessage('wss://chat.test/room')).toBe('from the chat')
})
