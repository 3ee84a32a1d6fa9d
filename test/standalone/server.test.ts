import { once } from 'node:events'
import { connect } from 'node:net'
import Pusher from 'pusher'
import Client from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'

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
    await bob.subscribe('presence-room', { user_id: 'bob', user_info: {} })
    const channel = client().subscribe('presence-room')
    await fake.waitForWebhook('member_added', { user_id: 'ada' })
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
          app_id: 'app-id',
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
    [{ host: '' }, /"host" must be an address or a name of this machine, got ""/],
    [{ webHost: 5 }, /"webHost" must be an address or a name of this machine, got 5/],
    [{ tls: { cert: 'x' } }, /"tls" must be { cert, key }/],
    [{ auth: { authEndpoint: 1 } }, /"authEndpoint" must be a path/],
    [{ prot: 1 }, /Unknown option "prot"/],
  ])('%j is refused', async (options, message) => {
    await expect(startPusherServer(fake, options)).rejects.toThrow(message)
  })
})
