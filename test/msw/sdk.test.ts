import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import { createPusherFake, type PusherFake, type VirtualPeer } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '../support/manual-clock.ts'
import { LISTEN_OPTIONS } from './listen-options.ts'

const server = setupServer()
let fake: PusherFake
let sdk: Pusher

beforeAll(() => server.listen(LISTEN_OPTIONS))
afterAll(() => server.close())
beforeEach(() => {
  fake = createPusherFake({ appId: '1234', logger: false, clock: new ManualClock(Date.now()) })
  server.use(...pusherHandlers(fake))
  const { appId, key, secret, cluster } = fake
  sdk = new Pusher({ appId, key, secret, cluster })
})
afterEach(() => {
  server.resetHandlers()
  expect(fake.problems()).toEqual([])
  fake.close()
})

async function subscribed(...channels: readonly string[]): Promise<VirtualPeer> {
  const peer = fake.connect()
  for (const channel of channels) await peer.subscribe(channel)
  return peer
}

async function inRoom(userId: string): Promise<VirtualPeer> {
  const peer = fake.connect()
  await peer.subscribe('presence-room', { id: userId })
  return peer
}

/** The events of the app that a peer got, in short. */
function gotBy(peer: VirtualPeer): unknown[] {
  return peer.received
    .filter(({ event }) => !event.startsWith('pusher'))
    .map(({ channel, event, data }) => [channel, event, data])
}

describe('trigger', () => {
  test('sends a string as it is and anything else as JSON', async () => {
    const peer = await subscribed('orders')
    await sdk.trigger('orders', 'text', 'plain')
    await sdk.trigger('orders', 'list', [1, { a: 'Grüße 👋' }])
    await sdk.trigger('orders', 'nothing', null)
    expect(gotBy(peer)).toEqual([
      ['orders', 'text', 'plain'],
      ['orders', 'list', [1, { a: 'Grüße 👋' }]],
      ['orders', 'nothing', null],
    ])
  })

  test('reaches each of several channels, and no other', async () => {
    const peer = await subscribed('a', 'private-b', 'c')
    const response = await sdk.trigger(['a', 'private-b'], 'created', 1)
    expect(await response.json()).toEqual({})
    expect(gotBy(peer)).toEqual([
      ['a', 'created', 1],
      ['private-b', 'created', 1],
    ])
  })

  test('is answered with the info that it asked for', async () => {
    await Promise.all([subscribed('a', 'b'), subscribed('b')])
    const response = await sdk.trigger(['a', 'b'], 'created', 1, { info: 'subscription_count' })
    expect(await response.json()).toEqual({
      channels: { a: { subscription_count: 1 }, b: { subscription_count: 2 } },
    })
  })

  test('leaves out the socket id, next to info', async () => {
    const [ada, bob] = await Promise.all([inRoom('ada'), inRoom('bob')])
    const response = await sdk.trigger('presence-room', 'created', 1, {
      socket_id: ada.socketId,
      info: 'user_count',
    })
    expect(await response.json()).toEqual({ channels: { 'presence-room': { user_count: 2 } } })
    expect([gotBy(ada), gotBy(bob)]).toEqual([[], [['presence-room', 'created', 1]]])
  })
})

describe('triggerBatch', () => {
  test('sends its events in order, each with its own socket id', async () => {
    const [ada, bob] = await Promise.all([subscribed('a', 'b'), subscribed('a', 'b')])
    const response = await sdk.triggerBatch([
      { channel: 'b', name: 'first', data: { n: 1 } },
      { channel: 'a', name: 'second', data: 'text', socket_id: ada.socketId },
      { channel: 'b', name: 'third', data: 3 },
    ])
    expect(await response.json()).toEqual({})
    expect(gotBy(bob)).toEqual([
      ['b', 'first', { n: 1 }],
      ['a', 'second', 'text'],
      ['b', 'third', 3],
    ])
    expect(gotBy(ada)).toEqual(gotBy(bob).filter((_, index) => index !== 1))
  })

  test('is answered with the info of each event', async () => {
    await subscribed('a')
    await inRoom('ada')
    const response = await sdk.triggerBatch([
      { channel: 'a', name: 'x', data: 1, info: 'subscription_count' },
      { channel: 'presence-room', name: 'x', data: 1, info: 'user_count' },
      { channel: 'a', name: 'x', data: 1 },
    ])
    expect(await response.json()).toEqual({
      batch: [{ subscription_count: 1 }, { user_count: 1 }, {}],
    })
  })
})

describe('users', () => {
  test('sendToUser reaches every connection of the user, and no other', async () => {
    const peers = ['ada', 'ada', 'bob'].map((id) => fake.connect({ user: { id } }))
    const response = await sdk.sendToUser('ada', 'notice', { text: 'Hi' })
    expect(await response.json()).toEqual({})
    const notice = ['#server-to-user-ada', 'notice', { text: 'Hi' }]
    expect(peers.map(gotBy)).toEqual([[notice], [notice], []])
  })

  test.each(['ada', '42', 'ada@example.com'])(
    'terminateUserConnections ends those of %s alone',
    async (id) => {
      const [ended, other] = [fake.connect({ user: { id } }), fake.connect({ user: { id: 'bob' } })]
      const response = await sdk.terminateUserConnections(id)
      expect(await response.json()).toEqual({})
      expect([ended.connected, other.connected]).toEqual([false, true])
    },
  )
})

describe('get', () => {
  test('/channels lists what is occupied, and no more', async () => {
    await subscribed('orders', 'private-chat')
    await inRoom('ada')
    const response = await sdk.get({ path: '/channels' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      channels: { orders: {}, 'private-chat': {}, 'presence-room': {} },
    })
  })

  test('/channels/:name tells of a channel, occupied or not', async () => {
    await Promise.all([subscribed('orders'), subscribed('orders')])
    const info = async (name: string): Promise<unknown> => {
      const params = { info: 'subscription_count' }
      return (await sdk.get({ path: `/channels/${name}`, params })).json()
    }
    expect(await info('orders')).toEqual({ occupied: true, subscription_count: 2 })
    expect(await info('empty')).toEqual({ occupied: false, subscription_count: 0 })
  })

  test('/channels/:name of a cache channel has the event and its time to live', async () => {
    fake.trigger('cache-prices', 'price', { eur: 1 })
    const response = await sdk.get({ path: '/channels/cache-prices', params: { info: 'cache' } })
    expect(await response.json()).toEqual({
      occupied: false,
      cache: { data: '{"eur":1}', ttl: 1800 },
    })
  })

  test('/channels/:name/users lists each user once', async () => {
    for (const id of ['ada', 'bob', 'ada']) await inRoom(id)
    const response = await sdk.get({ path: '/channels/presence-room/users' })
    expect(await response.json()).toEqual({ users: [{ id: 'ada' }, { id: 'bob' }] })
  })
})

test('post sends a body of its own, and parameters', async () => {
  const peer = await subscribed('orders')
  const body = { name: 'created', channel: 'orders', data: '{"id":1}' }
  // Its types ask for a string, but it would make JSON of that once more.
  const response = await sdk.post({
    path: '/events',
    body: body as unknown as string,
    params: { trace: 'a' },
  })
  expect(await response.json()).toEqual({})
  expect(gotBy(peer)).toEqual([['orders', 'created', { id: 1 }]])
})

test('createSignedQueryString signs a request that goes out by other means', async () => {
  const peer = await subscribed('orders')
  const path = `/apps/${fake.appId}/events`
  const body = JSON.stringify({ name: 'created', channels: ['orders'], data: '1' })
  const query = sdk.createSignedQueryString({ method: 'POST', path, body, params: { b: 1, a: 2 } })
  const url = `https://api-mt1.pusher.com${path}?${query}`
  const response = await fetch(url, { method: 'POST', body })
  expect([response.status, await response.json()]).toEqual([200, {}])
  expect(gotBy(peer)).toEqual([['orders', 'created', 1]])
})

test.each<[string, (base: Pusher.BaseOptions) => Pusher]>([
  ['forCluster', (base) => Pusher.forCluster('ap4', base)],
  [
    'forURL',
    ({ key, secret, appId }) =>
      Pusher.forURL(`https://${key}:${secret}@api-eu.pusher.com/apps/${appId}`),
  ],
  ['a timeout', (base) => new Pusher({ ...base, cluster: 'eu', timeout: 30_000 })],
  ['no cluster', (base) => new Pusher({ ...base } as Pusher.Options)],
  ['a port', (base) => new Pusher({ ...base, host: 'api-mt1.pusher.com', port: '8443' })],
])('an SDK made by %s reaches the fake', async (_, make) => {
  const peer = await subscribed('orders')
  const { appId, key, secret } = fake
  await make({ appId, key, secret }).trigger('orders', 'created', 1)
  expect(gotBy(peer)).toEqual([['orders', 'created', 1]])
})
