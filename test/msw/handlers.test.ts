import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LISTEN_OPTIONS } from './listen-options.ts'

const server = setupServer()
let fake: PusherFake

beforeAll(() => server.listen(LISTEN_OPTIONS))
afterAll(() => server.close())
beforeEach(() => {
  fake = createPusherFake({ logger: false })
  server.use(...pusherHandlers(fake, { user: { id: 'ada', info: { name: 'Ada' } } }))
})
afterEach(() => {
  server.resetHandlers()
  fake.close()
})

function sdk(overrides: Partial<Pusher.Options> = {}): Pusher {
  const { appId, key, secret, cluster } = fake
  return new Pusher({ appId, key, secret, cluster, ...overrides } as Pusher.Options)
}

async function failure(promise: Promise<unknown>): Promise<{ status: number; body: string }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error as { status: number; body: string }
}

describe('the pusher SDK, with no host override', () => {
  test.each([false, true])('triggers to a virtual peer (useTLS: %s)', async (useTLS) => {
    const peer = fake.connect()
    await peer.subscribe('orders')
    const response = await sdk({ useTLS }).trigger('orders', 'created', { id: 1 })
    expect(await response.json()).toEqual({})
    expect(peer.received.at(-1)).toEqual({ event: 'created', channel: 'orders', data: { id: 1 } })
  })

  test('excludes the connection with the socket id', async () => {
    const [ada, bob] = [fake.connect(), fake.connect()]
    await Promise.all([ada.subscribe('orders'), bob.subscribe('orders')])
    await sdk().trigger('orders', 'created', 1, { socket_id: ada.socketId })
    expect(ada.received.map(({ event }) => event)).not.toContain('created')
    expect(bob.received.map(({ event }) => event)).toContain('created')
  })

  test('lists occupied channels with their user count', async () => {
    await fake.connect().subscribe('presence-room', { id: 'bob' })
    await fake.connect().subscribe('orders')
    const response = await sdk().get({
      path: '/channels',
      params: { filter_by_prefix: 'presence-', info: 'user_count' },
    })
    expect(await response.json()).toEqual({ channels: { 'presence-room': { user_count: 1 } } })
  })

  test('is refused with the wrong secret, in the words of the service', async () => {
    const { status, body } = await failure(sdk({ secret: 'wrong' }).trigger('orders', 'created', 1))
    expect(status).toBe(401)
    expect(body).toMatch(/^Invalid signature: you should have sent HmacSHA256Hex\("POST\\n/)
  })

  test('is told of another app and of too much data', async () => {
    const other = await failure(sdk({ appId: 'other' }).trigger('orders', 'created', 1))
    expect(other).toMatchObject({
      status: 404,
      body: expect.stringContaining('App other not found'),
    })
    const big = await failure(sdk().trigger('orders', 'created', 'x'.repeat(10_241)))
    expect(big).toMatchObject({ status: 413, body: expect.stringContaining('10240 bytes') })
  })
})

test("the authorization endpoint signs what the service accepts, with the app's own handlers first", async () => {
  const ask = (channel: string) =>
    fetch('http://app.test/pusher/auth', {
      method: 'POST',
      body: new URLSearchParams({ socket_id: '1.2', channel_name: channel }),
    })
  const answer = await (await ask('presence-room')).json()
  expect(answer).toEqual(
    fake.authorizeChannel({
      socketId: '1.2',
      channelName: 'presence-room',
      user: { id: 'ada', info: { name: 'Ada' } },
    }),
  )
  server.use(
    http.post('http://app.test/pusher/auth', () => new HttpResponse('no', { status: 403 })),
  )
  expect((await ask('presence-room')).status).toBe(403)
})

test("the same path on the app's own host is left alone", async () => {
  server.use(http.get('http://api.test/apps/1/channels', () => HttpResponse.json({ mine: true })))
  const handlers = pusherHandlers(fake)
  server.use(...handlers)
  expect(await (await fetch('http://api.test/apps/1/channels')).json()).toEqual({ mine: true })
})

test('anything else of the live service is an error that names the URL', async () => {
  await expect(fetch('https://beams.pusher.com/publish_api/v1')).rejects.toThrow()
  expect(fake.problems()).toMatchObject([
    {
      code: 'unhandled_request',
      message: expect.stringContaining('GET https://beams.pusher.com/publish_api/v1'),
    },
  ])
})
