import { once } from 'node:events'
import Client from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ControlClient, TOKEN } from './control-client.ts'

let fake: PusherFake
let server: PusherServer
let control: ControlClient
const clients: Client[] = []

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, {
    auth: { user: { id: 'ada' } },
    control: { token: TOKEN },
  })
  control = new ControlClient(server.webUrl)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  await server.close()
  fake.close()
})

/** The page under test: the real pusher-js. */
function page(): Client {
  const client = new Client('app-key', {
    cluster: 'mt1',
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: `${server.webUrl}/pusher/auth`, transport: 'ajax' },
    userAuthentication: { endpoint: `${server.webUrl}/pusher/user-auth`, transport: 'ajax' },
  })
  clients.push(client)
  return client
}

async function dialled(): Promise<WebSocket> {
  const socket = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
  await once(socket, 'message')
  return socket
}

describe('a test in another language', () => {
  test('waits for the page, triggers, sees channels and frames, and resets', async () => {
    const created = new Promise((resolve) => page().subscribe('orders').bind('created', resolve))
    const subscription = await control.post('/wait/subscription', { channel: 'orders' })
    expect(subscription).toMatchObject({ status: 200, body: { channel: 'orders' } })
    const event = { channels: 'orders', event: 'created', data: { id: 1 } }
    expect(await control.post('/trigger', event)).toMatchObject({ status: 200, body: {} })
    expect(await created).toEqual({ id: 1 })

    const orders = { name: 'orders', subscriptionCount: 1 }
    expect((await control.get('/channels')).body).toEqual([orders])
    expect((await control.get('/channels/orders')).body).toEqual(orders)
    expect((await control.get('/channels/other')).body).toEqual({
      code: 'not_found',
      message: 'Nobody is subscribed to "other". Occupied are: orders.',
    })
    expect((await control.get('/connections')).body).toMatchObject([{ channels: ['orders'] }])
    expect((await control.get('/webhooks')).body).toEqual([
      { name: 'channel_occupied', channel: 'orders' },
    ])
    const { body: frames } = await control.get('/frames?direction=out&event=created')
    expect(frames).toMatchObject([{ direction: 'out', channel: 'orders', data: { id: 1 } }])
    expect(frames).toEqual(fake.frames({ event: 'created' }))

    expect((await control.post('/reset')).body).toEqual({})
    expect(fake.frames({ event: 'created' })).toEqual([])
  })

  test('frames since an id, of one socket, of one channel', async () => {
    const [one, two] = [fake.connect(), fake.connect()]
    await one.subscribe('orders')
    const last = fake.frames().at(-1)?.id ?? 0
    await two.subscribe('orders')
    await two.subscribe('others')
    const since = (await control.get(`/frames?since=${last}`)).body
    expect(since).toEqual(fake.frames().filter(({ id }) => id > last))
    const filtered = await control.get(
      `/frames?since=${last}&socketId=${two.socketId}&channel=orders&direction=in`,
    )
    expect(filtered.body).toMatchObject([{ event: 'pusher:subscribe', socketId: two.socketId }])
  })

  test('triggers to several channels but one socket, and asks for info', async () => {
    const peer = fake.connect()
    await peer.subscribe('orders')
    const answer = await control.post('/trigger', {
      channels: ['orders', 'others'],
      event: 'created',
      data: 'text',
      socketId: peer.socketId,
      info: ['subscription_count'],
    })
    expect(answer.body).toEqual({
      channels: { orders: { subscription_count: 1 }, others: { subscription_count: 0 } },
    })
    expect(peer.received.filter(({ event }) => event === 'created')).toEqual([])
  })

  test('reaches a user, and ends their connections', async () => {
    const ada = fake.connect({ user: { id: 'ada' } })
    await control.post('/sendToUser', { userId: 'ada', event: 'notice', data: { text: 'Hi' } })
    expect(ada.received.at(-1)).toMatchObject({ event: 'notice', data: { text: 'Hi' } })
    await control.post('/terminateUserConnections', { userId: 'ada' })
    expect(fake.connections()).toEqual([])
  })

  test('data with keys like __proto__ is data', async () => {
    const peer = fake.connect()
    await peer.subscribe('orders')
    await control.post('/trigger', '{"channels":"orders","event":"e","data":{"__proto__":{"x":1}}}')
    expect(fake.frames({ event: 'e' })[0]?.raw).toContain('__proto__')
    expect({}).not.toHaveProperty('x')
    const answer = await control.post('/trigger', '{"__proto__":{"channels":"orders"}}')
    expect(answer.body).toMatchObject({ message: expect.stringContaining('"__proto__"') })
  })
})

describe('faults', () => {
  test('last until they are restored, one or all', async () => {
    const { body } = await control.post('/faults/refuseConnections', { code: 4100 })
    expect(body).toEqual({ id: 1 })
    const refused = new WebSocket(`${server.socketUrl}/app/app-key?protocol=7`)
    expect((await once(refused, 'close'))[0]).toBe(4100)
    expect((await control.delete('/faults/1')).status).toBe(200)
    await dialled()
    expect((await control.delete('/faults/1')).body).toEqual({
      code: 'not_found',
      message: 'There is no fault 1. There are: none.',
    })

    expect((await control.post('/faults/goOffline')).body).toEqual({ id: 2 })
    fake.faults.latency(1)
    expect((await control.get('/faults')).body).toMatchObject([
      { id: 2, name: 'goOffline', options: {} },
      { id: 3, name: 'latency', options: { ms: 1 } },
    ])
    await control.delete('/faults')
    await dialled()
  })

  test('disconnect and sendRaw reach one socket', async () => {
    const [one, two] = [await dialled(), await dialled()]
    const [first, second] = fake.connections()
    const raw = once(one, 'message')
    await control.post('/faults/sendRaw', { frame: 'not JSON', socketId: first?.socketId })
    expect(String((await raw)[0])).toBe('not JSON')
    const closed = once(two, 'close')
    await control.post('/faults/disconnect', { socketId: second?.socketId, code: 4200 })
    expect((await closed)[0]).toBe(4200)
    expect(await control.post('/faults/disconnect', { socketId: '1.1' })).toMatchObject({
      status: 400,
      body: { code: 'not_connected' },
    })
  })

  test('failRest and failSubscription are seen by backend and page', async () => {
    await control.post('/faults/failRest', { status: 503, body: 'down', times: 1 })
    const url = `${server.webUrl}/apps/1000001/channels`
    expect([(await fetch(url)).status, (await fetch(url)).status]).toEqual([503, 401])
    await control.post('/faults/failSubscription', { channel: 'private-a', status: 500 })
    const failed = new Promise((resolve) => {
      page().subscribe('private-a').bind('pusher:subscription_error', resolve)
    })
    expect(await failed).toMatchObject({ status: 500 })
  })
})

describe('virtual peers', () => {
  test('are full clients', async () => {
    const { body } = await control.post('/peers', { user: { id: 'bob', info: { age: 3 } } })
    expect(body).toEqual({ id: 1, socketId: fake.connections()[0]?.socketId })
    await control.post('/peers/1/subscribe', { channel: 'presence-room' })
    expect(fake.channel('presence-room')?.members).toEqual([{ id: 'bob', info: { age: 3 } }])
    const typing = new Promise((resolve) =>
      page().subscribe('presence-room').bind('client-typing', resolve),
    )
    await control.post('/wait/webhook', { name: 'member_added', userId: 'ada' })
    await control.post('/peers/1/trigger', {
      channel: 'presence-room',
      event: 'client-typing',
      data: { on: true },
    })
    expect(await typing).toEqual({ on: true })
    expect((await control.get('/peers/1/received')).body).toContainEqual({
      event: 'pusher_internal:member_added',
      channel: 'presence-room',
      data: { user_id: 'ada', user_info: null },
    })
    await control.post('/peers/1/unsubscribe', { channel: 'presence-room' })
    expect(fake.channel('presence-room')?.members).toMatchObject([{ id: 'ada' }])
    await control.delete('/peers/1')
    expect(fake.connections()).toHaveLength(1)
    expect((await control.get('/peers/1/received')).status).toBe(404)
  })

  test('that the service does not let in, refuses or does not answer', async () => {
    await control.post('/faults/goOffline')
    expect(await control.post('/peers')).toMatchObject({
      status: 400,
      body: { code: 'not_connected' },
    })
    await control.post('/reset')
    await control.post('/peers')
    expect(await control.post('/peers/1/subscribe', { channel: 'presence-room' })).toMatchObject({
      status: 400,
      body: { code: 'subscription_rejected' },
    })
    await control.post('/faults/silence')
    const answer = await control.post('/peers/1/subscribe', { channel: 'orders', timeout: 1 })
    expect(answer).toMatchObject({ status: 408, body: { code: 'timeout' } })
  })
})
