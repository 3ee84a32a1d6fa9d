// @vitest-environment jsdom
import { WebSocket as OriginalWebSocket, Server } from 'mock-socket'
import { ws } from 'msw'
import { setupServer } from 'msw/node'
import type Pusher from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import type { PusherMessage, PusherSession } from 'pusher-js-fake/msw/ws'
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest'
import { LISTEN_OPTIONS } from './listen-options.ts'
import { WebPusher } from './web-pusher.ts'

describe.skipIf(inject('mswMajor') < 3)('the extension of MSW 3', () => {
  let extension: typeof import('pusher-js-fake/msw/ws').pusher
  const server = setupServer()
  const cleanup: (() => void)[] = []
  let fake: PusherFake

  beforeAll(async () => {
    extension = (await import('pusher-js-fake/msw/ws')).pusher
  })
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

  const linkTo = (to: PusherFake) => ws.link('wss://*/app/:key', { extensions: [extension(to)] })

  function client(): Pusher {
    const pusher = new WebPusher('app-key', { cluster: 'mt1', enabledTransports: ['ws'] })
    cleanup.push(() => pusher.disconnect())
    return pusher
  }

  test('speaks events: what the client sends comes decoded, what is sent is encoded', async () => {
    const got: PusherMessage[] = []
    const link = linkTo(fake)
    server.use(
      link.addEventListener('connection', ({ client }) => {
        client.addEventListener('message', ({ data }) => {
          got.push(data)
          if (data.event !== 'pusher:subscribe') return
          client.send({ event: 'hello', channel: 'orders', data: { from: 'the handler' } })
          client.send({ event: 'hello', channel: 'orders', data: 'text' })
          link.broadcast({ event: 'hello', channel: 'orders', data: ['to', 'all'] })
        })
      }),
    )
    const hellos: unknown[] = []
    client()
      .subscribe('orders')
      .bind('hello', (hello: unknown) => hellos.push(hello))
    await vi.waitFor(() => expect(hellos).toEqual([{ from: 'the handler' }, 'text', ['to', 'all']]))
    expect(got).toEqual([{ event: 'pusher:subscribe', data: { auth: '', channel: 'orders' } }])
  })

  test('adds the session to the connection event, one for all listeners of a link', async () => {
    const sessions: PusherSession<PusherFake>[] = []
    const link = linkTo(fake)
    for (const _ of [1, 2]) {
      server.use(
        link.addEventListener('connection', ({ pusher }) => {
          sessions.push(pusher)
        }),
      )
    }
    const pusher = client()
    pusher.subscribe('orders')
    await fake.waitForSubscription('orders')
    expect(sessions).toHaveLength(2)
    expect(sessions[0]).toBe(sessions[1])
    expect(sessions[0]).toMatchObject({
      fake,
      socketId: pusher.connection.socket_id,
      channels: ['orders'],
    })
    expect(fake.connections()).toHaveLength(1)
  })

  test('what is no event passes unchanged, and close codes reach the client', async () => {
    server.use(linkTo(fake).addEventListener('connection', () => {}))
    const socket = new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7')
    const told: unknown[] = []
    socket.onmessage = ({ data }) => told.push(data)
    const closed = new Promise<CloseEvent>((resolve) => {
      socket.onclose = resolve
    })
    await fake.waitForConnection()
    socket.send('nonsense')
    await vi.waitFor(() => expect(fake.problems()).toMatchObject([{ code: 'invalid_frame' }]))
    fake.faults.sendRaw('not JSON')
    fake.faults.disconnect({ code: 4100 })
    expect((await closed).code).toBe(4100)
    expect(told).toEqual([
      expect.stringContaining('pusher:connection_established'),
      expect.stringContaining('pusher:error'),
      'not JSON',
    ])
  })

  test('offline, the socket that MSW has opened is lost', async () => {
    fake.faults.goOffline()
    server.use(linkTo(fake).addEventListener('connection', () => {}))
    const socket = new WebSocket('wss://ws-mt1.pusher.com/app/app-key?protocol=7')
    const closed = new Promise<CloseEvent>((resolve) => {
      socket.onclose = resolve
    })
    expect((await closed).code).toBe(1006)
    expect(fake.connections()).toEqual([])
  })

  test('leaves the client to the original server when a listener connects it', async () => {
    server.close()
    const original = new Server('wss://ws-mt1.pusher.com/app/app-key', { mock: false })
    original.on('connection', (socket) => {
      const data = JSON.stringify({ socket_id: '1.2', activity_timeout: 30 })
      socket.send(JSON.stringify({ event: 'pusher:connection_established', data }))
      socket.on('message', (frame) => socket.send(String(frame)))
    })
    vi.stubGlobal('WebSocket', OriginalWebSocket)
    cleanup.push(() => {
      original.stop()
      vi.unstubAllGlobals()
    })
    server.listen(LISTEN_OPTIONS)
    const fromServer: PusherMessage[] = []
    server.use(
      linkTo(fake).addEventListener('connection', ({ server }) => {
        server.connect()
        server.addEventListener('message', ({ data }) => {
          fromServer.push(data)
        })
      }),
    )
    const pusher = client()
    pusher.subscribe('orders')
    await vi.waitFor(() =>
      expect(fromServer).toEqual([
        {
          event: 'pusher:connection_established',
          data: { socket_id: '1.2', activity_timeout: 30 },
        },
        { event: 'pusher:subscribe', data: { auth: '', channel: 'orders' } },
      ]),
    )
    expect(pusher.connection.socket_id).toBe('1.2')
    expect(fake.connections()).toEqual([])
  })

  test('the URL of another service is an error that says what to write', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    cleanup.push(() => logged.mockRestore())
    server.use(linkTo(fake).addEventListener('connection', () => {}))
    const socket = new WebSocket('wss://other.test/app/x')
    const closed = new Promise<CloseEvent>((resolve) => {
      socket.onclose = resolve
    })
    expect(await closed).toMatchObject({
      code: 1011,
      reason: expect.stringContaining('is not a URL that pusher-js dials'),
    })
  })
})
