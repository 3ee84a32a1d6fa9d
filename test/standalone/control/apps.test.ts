import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Pusher from 'pusher'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ControlClient, TOKEN } from './control-client.ts'

let fake: PusherFake
let server: PusherServer
let control: ControlClient

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { control: { token: TOKEN } })
  control = new ControlClient(server.webUrl)
})
afterEach(async () => {
  await server.close()
  fake.close()
})

interface Credentials {
  readonly appId: string
  readonly key: string
  readonly secret: string
  readonly cluster: string
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly socketHost: string
  readonly socketPort: number
}

async function createApp(options?: object): Promise<Credentials> {
  const answer = await control.post('/apps', options)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as Credentials
}

function sdkOf({ appId, key, secret, host, port }: Credentials): Pusher {
  return new Pusher({ appId, key, secret, host, port: String(port) })
}

async function clientOf({ key, socketHost, socketPort }: Credentials): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${socketHost}:${socketPort}/app/${key}?protocol=7`)
  await once(socket, 'message')
  return socket
}

async function subscribe(socket: WebSocket, channel: string): Promise<void> {
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel } }))
  await once(socket, 'message')
}

test('each app has credentials of its own, digits for its id, and is reached by them', async () => {
  const [one, two] = await Promise.all([createApp(), createApp()])
  expect(one.appId).toMatch(/^\d+$/)
  for (const name of ['appId', 'key', 'secret'] as const) expect(one[name]).not.toBe(two[name])
  const socket = await clientOf(one)
  await subscribe(socket, 'orders')
  const heard = once(socket, 'message')
  await sdkOf(two).trigger('orders', 'created', { of: 'two' })
  await sdkOf(one).trigger('orders', 'created', { of: 'one' })
  expect(JSON.parse(String((await heard)[0]))).toMatchObject({ data: '{"of":"one"}' })
  await expect(sdkOf({ ...one, secret: two.secret }).trigger('a', 'b', 1)).rejects.toThrow()
  socket.terminate()
})

test('the reset of one touches no other, and what names no app is about the first', async () => {
  const [one, two] = await Promise.all([createApp(), createApp()])
  const sockets = await Promise.all([one, two].map(clientOf))
  for (const socket of sockets) await subscribe(socket, 'orders')
  const closed = once(sockets[0] as WebSocket, 'close')
  await control.post(`/reset?app=${one.appId}`)
  expect((await closed)[0]).toBe(4200)
  expect((await control.get(`/channels?app=${one.appId}`)).body).toEqual([])
  expect((await control.get(`/channels?app=${two.appId}`)).body).toMatchObject([{ name: 'orders' }])
  await control.post('/reset')
  expect((await control.get(`/connections?app=${two.appId}`)).body).toHaveLength(1)
  expect((await control.get('/channels')).body).toEqual([])
  for (const socket of sockets) socket.terminate()
})

test('faults, peers and problems of one are not those of another', async () => {
  const [one, two] = await Promise.all([createApp(), createApp()])
  await control.post(`/faults/goOffline?app=${one.appId}`)
  const peer = await control.post(`/peers?app=${two.appId}`, { user: { id: 'bob' } })
  expect(peer.body).toMatchObject({ id: 1 })
  expect(await control.get(`/peers/1/received?app=${one.appId}`)).toMatchObject({ status: 404 })
  expect((await control.get(`/faults?app=${two.appId}`)).body).toEqual([])
  await sdkOf({ ...one, secret: 'wrong' })
    .trigger('a', 'b', 1)
    .catch(() => {})
  expect((await control.get(`/problems?app=${two.appId}`)).body).toEqual([])
})

test('options of an app, and its webhooks', async () => {
  const bodies: Promise<string>[] = []
  const app = createServer((request, response) => {
    bodies.push(text(request))
    response.end()
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hooks`
  const limits = { connections: 1 }
  const made = await createApp({
    appId: '77',
    key: 'shop',
    activityTimeoutSeconds: 7.5,
    limits,
    webhooks: [url],
  })
  expect(made).toMatchObject({ appId: '77', key: 'shop', scheme: 'http', port: server.webPort })
  const socket = await clientOf(made)
  const refused = new WebSocket(`${server.socketUrl}/app/shop?protocol=7`)
  expect((await once(refused, 'close'))[0]).toBe(4004)
  await subscribe(socket, 'orders')
  const left = once(socket, 'close')
  expect((await control.delete('/apps/77')).status).toBe(200)
  expect((await left)[0]).toBe(4001)
  const events = (await Promise.all(bodies)).map((body) => JSON.parse(body).events[0].name)
  expect(events).toEqual(['channel_occupied', 'channel_vacated'])
  app.close()
})

test('an app that is ended is gone', async () => {
  const made = await createApp()
  await control.delete(`/apps/${made.appId}`)
  expect(await control.get(`/channels?app=${made.appId}`)).toMatchObject({ status: 404 })
  expect(await control.delete(`/apps/${made.appId}`)).toMatchObject({ status: 404 })
  const refused = new WebSocket(`${server.socketUrl}/app/${made.key}?protocol=7`)
  expect((await once(refused, 'close'))[0]).toBe(4001)
  expect((await control.get('/apps')).body).toMatchObject([{ appId: fake.appId }])
})

test('all apps end with the server', async () => {
  const made = await createApp()
  const closed = once(await clientOf(made), 'close')
  await server.close()
  expect((await closed)[0]).toBe(1001)
})

test.each([
  [{ appId: '1000001' }, /Two apps of one server have the appId "1000001"/],
  [{ key: 'app-key' }, /Two apps of one server have the key "app-key"/],
  [{ limits: { conections: 1 } }, /Unknown option "limits.conections", write "limits.connections"/],
  [{ encryptionMasterKeyBase64: 'x' }, /must be 32 bytes/],
  [{ webhooks: ['nowhere'] }, /absolute http\(s\) URL/],
  [{ activityTimeoutSeconds: '7' }, /body.activityTimeoutSeconds must be a number/],
  [{ keys: 'a' }, /unknown field "keys"/],
])('an app with %j is refused, and not half made', async (options, message) => {
  expect(await control.post('/apps', options)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(message) },
  })
  expect((await control.get('/apps')).body).toHaveLength(1)
})

test('the app from the start is not ended by DELETE', async () => {
  expect(await control.delete('/apps/1000001')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('from the start') },
  })
})

describe('what the backend triggered', () => {
  test('says who got it, who was left out, and what reached nobody', async () => {
    const made = await createApp()
    const sockets = await Promise.all([clientOf(made), clientOf(made)])
    for (const socket of sockets) await subscribe(socket, 'orders')
    const ids = (
      (await control.get(`/connections?app=${made.appId}`)).body as { socketId: string }[]
    ).map(({ socketId }) => socketId)
    const sdk = sdkOf(made)
    await sdk.trigger('orders', 'created', { id: 1 }, { socket_id: ids[0] ?? '' })
    await sdk.trigger(['orders', 'others'], 'paid', 'plain')
    expect((await control.get(`/events?app=${made.appId}`)).body).toMatchObject([
      {
        channel: 'orders',
        event: 'created',
        data: { id: 1 },
        excluded: ids[0],
        deliveredTo: [ids[1]],
      },
      { channel: 'orders', event: 'paid', data: 'plain', deliveredTo: ids },
      { channel: 'others', event: 'paid', deliveredTo: [] },
    ])
    expect(
      (await control.get(`/events?channel=others&event=paid&app=${made.appId}`)).body,
    ).toHaveLength(1)
    expect((await control.get(`/events?event=none&app=${made.appId}`)).body).toEqual([])
    await control.post(`/reset?app=${made.appId}`)
    expect((await control.get(`/events?app=${made.appId}`)).body).toEqual([])
    for (const socket of sockets) socket.terminate()
  })

  test('a network that is silent reaches nobody', async () => {
    await fake.connect().subscribe('orders')
    fake.faults.silence()
    fake.trigger('orders', 'created', 1)
    expect((await control.get('/events')).body).toMatchObject([{ deliveredTo: [] }])
  })
})

test.each<[string, string, object, RegExp]>([
  [
    'POST',
    '/trigger',
    { channels: 'private-encrypted-a', event: 'e', data: 1 },
    /--encryption-master-key/,
  ],
  ['POST', '/trigger', { channels: 'a b', event: 'e', data: 1 }, /trigger to "a b"/],
  [
    'POST',
    '/trigger',
    { channels: 'a', event: 'e', data: 1, socketId: 'x' },
    /GET \/control\/v1\/connections/,
  ],
  ['POST', '/wait/subscription', { channel: 'a', timeout: 0 }, /DELETE \/control\/v1\/faults/],
  ['POST', '/peers', {}, /fault may be active/],
])('%s %s with %j is refused in words of HTTP', async (method, path, body, expected) => {
  if (path !== '/trigger') fake.faults.stall()
  const { status, body: answer } = await control.call(method, path, body)
  expect(status).toBeGreaterThanOrEqual(400)
  const { message } = answer as { message: string }
  expect(message).toMatch(expected)
  expect(message).not.toMatch(/createPusherFake|\bfake\.|restore\(|\[pusher-js-fake\]|trigger\(/)
})
