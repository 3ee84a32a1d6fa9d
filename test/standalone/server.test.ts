import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import Pusher from 'pusher'
import Client from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ManualClock } from '../support/manual-clock.ts'

let fake: PusherFake
let server: PusherServer
const clients: Client[] = []

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { auth: { user: { id: 'ada' } } })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  await server.close()
  fake.close()
})

function client(overrides: Partial<ConstructorParameters<typeof Client>[1]> = {}): Client {
  const created = new Client('app-key', {
    cluster: 'mt1',
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: `${server.webUrl}/pusher/auth`, transport: 'ajax' },
    ...overrides,
  })
  clients.push(created)
  return created
}

function sdk(overrides: { appId?: string; key?: string; secret?: string } = {}): Pusher {
  const { appId, key, secret } = fake
  return new Pusher({
    appId,
    key,
    secret,
    host: server.host,
    port: `${server.webPort}`,
    ...overrides,
  })
}

async function opened(text = '', { host, port } = server): Promise<Socket> {
  const socket = connect(port, host)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** A client that is let in, on TCP alone. */
async function handshaken(at: PusherServer = server): Promise<Socket> {
  const socket = await opened(
    'GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    at,
  )
  await once(socket, 'data')
  return socket
}

describe('real sockets', () => {
  test('the real pusher-js and the pusher SDK meet in the same channel', async () => {
    const heard = new Promise((resolve) => {
      client().subscribe('orders').bind('created', resolve)
    })
    await fake.waitForSubscription('orders')
    await sdk().trigger('orders', 'created', { id: 1 })
    expect(await heard).toEqual({ id: 1 })
  })

  test('presence, by the authorization endpoint of the server, with client events both ways', async () => {
    const bob = fake.connect()
    await bob.subscribe('presence-room', { id: 'bob', info: {} })
    const channel = client().subscribe('presence-room')
    await fake.waitForWebhook('member_added', { userId: 'ada' })
    const typing = new Promise((resolve) => channel.bind('client-typing', resolve))
    await bob.trigger('presence-room', 'client-typing', { by: 'bob' })
    expect(await typing).toEqual({ by: 'bob' })
    channel.trigger('client-typing', { by: 'ada' })
    await expect
      .poll(() => bob.received.at(-1))
      .toMatchObject({ data: { by: 'ada' }, userId: 'ada' })
  })

  test('a client that closes, and one that is cut off, leave', async () => {
    for (const leave of ['close', 'terminate'] as const) {
      const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
      await once(socket, 'message')
      const left = new Promise((resolve) => fake.on('disconnection', resolve))
      socket[leave]()
      expect(await left).toMatchObject({ code: leave === 'close' ? 1005 : 1006 })
      expect(fake.connections()).toEqual([])
    }
  })

  test.each([
    ['/app/other?protocol=7', 4001],
    ['/app/app-key', 4008],
    ['/elsewhere', 4005],
  ])('%s is closed with %i', async (path, code) => {
    const socket = new WebSocket(server.socketUrl + path)
    const [closed] = await once(socket, 'close')
    expect(closed).toBe(code)
  })

  test('faults: refused before the handshake, stalled, cut', async () => {
    const refusal = fake.faults.refuseConnections()
    const refused = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    await once(refused, 'error')
    refusal.restore()
    fake.faults.stall()
    const stalled = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    const failed = once(stalled, 'error')
    await server.close()
    await failed
    expect([refused.readyState, stalled.readyState]).toEqual([3, 3])
  })

  test('a slow reader is closed with 4100, and nobody else is held up', async () => {
    await server.close()
    server = await startPusherServer(fake, { maxBufferedBytes: 10_000 })
    const raw = connect(server.port, server.host)
    raw.write(
      'GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    await fake.waitForConnection()
    raw.pause()
    const [slow] = fake.connections()
    const other = fake.connect()
    await other.subscribe('orders')
    const gone = new Promise((resolve) => fake.on('disconnection', resolve))
    const big = JSON.stringify({ event: 'big', data: 'x'.repeat(100_000) })
    // Until the buffers of the operating system are full as well.
    while (fake.connections().some(({ socketId }) => socketId === slow?.socketId)) {
      fake.faults.sendRaw(big, { socketId: slow?.socketId ?? '' })
    }
    expect(await gone).toMatchObject({ socketId: slow?.socketId, code: 4100 })
    fake.trigger('orders', 'created', 1)
    expect(other.received.at(-1)).toMatchObject({ event: 'created' })
    raw.destroy()
  })

  test('frames of each length arrive whole, and a burst is no slow reader', async () => {
    fake.close()
    await server.close()
    fake = createPusherFake({ logger: false, limits: { eventDataBytes: 100_000 } })
    server = await startPusherServer(fake, { maxBufferedBytes: 20_000 })
    const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    await once(socket, 'message')
    socket.send('{"event":"pusher:subscribe","data":{"channel":"all"}}')
    await once(socket, 'message')
    const frameOf = (data: string) => JSON.stringify({ event: 'e', channel: 'all', data })
    const padding = (length: number) => 'x'.repeat(length - frameOf('').length)
    const sent = [125, 126, 65_535, 65_536].map(padding)
    sent.push('é', ...Array.from({ length: 200 }, (_, index) => `${index}`.padEnd(10_000)))
    const heard: string[] = []
    const all = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        if (heard.push(String(data)) === sent.length) resolve()
      })
    })
    for (const data of sent) fake.trigger('all', 'e', data)
    await all
    expect(heard).toEqual(sent.map(frameOf))
    socket.terminate()
  })

  test('what is sent right before a cut arrives', async () => {
    const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    const heard: string[] = []
    socket.on('message', (data) => heard.push(JSON.parse(String(data)).event))
    fake.on('connection', () => fake.faults.disconnect())
    const [code] = await once(socket, 'close')
    expect([code, heard]).toEqual([1006, ['pusher:connection_established']])
  })

  test('a client is gone at its close frame, though it keeps TCP open', async () => {
    const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    await once(socket, 'message')
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } }))
    await fake.waitForSubscription('orders')
    const raw = await handshaken()
    await fake.waitForConnection()
    const left = new Promise((resolve) => fake.on('disconnection', resolve))
    // A close frame with 4000 and "bye", masked by zeros; the answer is never read.
    raw.pause()
    raw.write(Buffer.from([0x88, 0x85, 0, 0, 0, 0, 0x0f, 0xa0, 0x62, 0x79, 0x65]))
    expect(await left).toMatchObject({ code: 4000, reason: 'bye' })
    expect(raw.closed).toBe(false)
    expect(fake.connections()).toHaveLength(1)
    raw.destroy()
    socket.terminate()
  })

  test('a query after a disconnect shows the channel vacated, every time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const left = client()
      left.subscribe('orders')
      await fake.waitForSubscription('orders')
      left.disconnect()
      // A whole round trip later, and TCP may still be open.
      await fetch(`${server.webUrl}/up`)
      const response = await sdk().get({ path: '/channels' })
      expect(await response.json()).toEqual({ channels: {} })
    }
  })

  test.each([
    ['ping', 0x89],
    ['pong', 0x8a],
  ])('a control frame, %s, is a sign of life', async (_, opcode) => {
    const clock = new ManualClock()
    const own = createPusherFake({ logger: false, clock })
    await using shop = await startPusherServer(own)
    const raw = await handshaken(shop)
    clock.advance(100_000)
    const now = clock.now.bind(clock)
    const noticed = new Promise<void>((resolve) => {
      clock.now = () => {
        resolve()
        return now()
      }
    })
    raw.write(Buffer.from([opcode, 0x80, 0, 0, 0, 0]))
    await noticed
    clock.advance(119_999)
    expect(own.frames({ event: 'pusher:ping' })).toEqual([])
    clock.advance(1)
    expect(own.frames({ event: 'pusher:ping' })).toHaveLength(1)
    own.close()
    raw.destroy()
  })

  test('closing ends while clients send nothing, half a header or half a body, or read nothing', async () => {
    const half = 'POST /apps/1000001/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'
    const held = [
      await opened(),
      await opened('GET /up HTTP/1.1\r\nHost: x\r\n'),
      await opened(half),
      await opened('GET /up HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2_000)),
      await handshaken(),
    ]
    for (const socket of held) socket.pause()
    await fake.waitForConnection()
    await server.close()
    const again = await startPusherServer(fake, { port: server.port })
    await again.close()
    for (const socket of held) socket.destroy()
  })

  test('a request under way is answered before the server closes', async () => {
    const socket = await opened(
      'POST /apps/1000001/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{',
    )
    let heard = ''
    socket.on('data', (data) => {
      heard += String(data)
    })
    const ended = once(socket, 'close')
    await fetch(`${server.webUrl}/up`)
    const closed = server.close()
    socket.write('}')
    await Promise.all([closed, ended])
    expect(heard).toMatch(/^HTTP\/1\.1 40\d /)
  })

  test('closing the server closes its clients and frees the port', async () => {
    const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    await once(socket, 'message')
    const closed = once(socket, 'close')
    await server.close()
    expect((await closed)[0]).toBe(1001)
    const again = await startPusherServer(fake, { port: server.port })
    expect(again.port).toBe(server.port)
    await again.close()
  })
})

describe('HTTP', () => {
  test('health and counts', async () => {
    await fake.connect().subscribe('orders')
    expect(await (await fetch(`${server.webUrl}/up`)).text()).toBe('OK\n')
    expect(await (await fetch(`${server.webUrl}/metrics.json`)).json()).toEqual({
      apps: [
        {
          app_id: '1000001',
          connections: 1,
          channels: 1,
          subscriptions: 1,
          webhooks: 1,
          problems: 0,
        },
      ],
    })
    expect((await fetch(`${server.webUrl}/nothing`)).status).toBe(404)
  })

  test('an app id that is not well-formed is no app', async () => {
    expect((await fetch(`${server.webUrl}/apps/%E0%A4%A/events`)).status).toBe(404)
  })

  test('several apps share the ports and nothing else', async () => {
    await server.close()
    const other = createPusherFake({ appId: '2', key: 'key-2', secret: 'secret-2', logger: false })
    server = await startPusherServer([fake, other])
    const socket = new WebSocket(`${server.socketUrl}/app/key-2?protocol=7`)
    await once(socket, 'message')
    expect([fake.connections().length, other.connections().length]).toEqual([0, 1])
    const response = await sdk({ appId: '2', key: 'key-2', secret: 'secret-2' }).get({
      path: '/channels',
    })
    expect(await response.json()).toEqual({ channels: {} })
  })

  test('sockets and HTTP on ports of their own', async () => {
    await server.close()
    server = await startPusherServer(fake, { port: 0, webPort: 0 })
    expect(server.webPort).not.toBe(server.port)
    expect((await fetch(`${server.webUrl}/up`)).status).toBe(200)
    expect((await sdk().get({ path: '/channels' })).status).toBe(200)
    const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    await once(socket, 'message')
  })

  test('a port in use is the error of Node', async () => {
    await expect(startPusherServer(fake, { port: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
    await expect(startPusherServer(fake, { webPort: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  test.each<[object, RegExp]>([
    [{ port: -1 }, /"port" must be a port/],
    [{ webPort: 1.5 }, /"webPort" must be a port/],
    [{ maxBufferedBytes: 0 }, /"maxBufferedBytes" must be a positive/],
    [{ maxBufferedBytes: '1' }, /"maxBufferedBytes" must be a positive/],
    // Node takes either for every address there is.
    [{ host: '' }, /"host" must be an address or a name of this machine, .*got ""/],
    [{ webHost: 5 }, /"webHost" must be an address or a name of this machine, .*got 5/],
    [{ tls: { cert: 'x' } }, /"tls.key" must be a PEM text/],
    [{ auth: { authEndpoint: 1 } }, /"auth.authEndpoint" must be a path/],
    [{ prot: 1 }, /Unknown option "prot"/],
  ])('%j is refused', async (options, message) => {
    await expect(startPusherServer(fake, options)).rejects.toThrow(message)
  })
})

test('settled knows of what is on its way over real sockets', async () => {
  const heard: unknown[] = []
  const pusher = client()
  pusher.subscribe('orders').bind('created', (order: unknown) => heard.push(order))
  pusher.subscribe('presence-room')
  await fake.waitForConnection()
  await fake.settled()
  expect(fake.channels().map(({ name }) => name)).toEqual(['orders', 'presence-room'])
  for (let id = 1; id <= 500; id += 1) fake.trigger('orders', 'created', { id })
  await fake.settled()
  expect(heard).toHaveLength(500)
  fake.faults.latency(30)
  fake.trigger('orders', 'created', { id: 501 })
  await fake.settled()
  expect(heard).toHaveLength(501)
  pusher.disconnect()
  await fake.waitForDisconnection()
})
