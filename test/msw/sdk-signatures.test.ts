import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import PusherClient, { type Channel, type PresenceChannel } from 'pusher-js'
import type { Problem } from 'pusher-js-fake'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LISTEN_OPTIONS } from './listen-options.ts'

const MASTER_KEY = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
const OTHER_KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const ADA = { user_id: 'ada', user_info: { name: 'Ada' } }

const server = setupServer()
const clients: PusherClient[] = []
let fake: InstalledPusherFake
let sdk: Pusher

beforeAll(() => server.listen(LISTEN_OPTIONS))
afterAll(() => server.close())
beforeEach(() => {
  fake = installPusherFake({
    Pusher: PusherClient,
    logger: false,
    encryptionMasterKeyBase64: MASTER_KEY,
  })
  server.use(...pusherHandlers(fake, { authEndpoint: false, userAuthEndpoint: false }))
  sdk = makeSdk()
})
afterEach(() => {
  for (const pusher of clients.splice(0)) pusher.disconnect()
  fake.uninstall()
  server.resetHandlers()
})

function makeSdk({ secret = fake.secret, encryptionMasterKeyBase64 = MASTER_KEY } = {}): Pusher {
  const { appId, key, cluster } = fake
  return new Pusher({ appId, key, secret, cluster, encryptionMasterKeyBase64 })
}

/** A real pusher-js whose backend signs with an SDK; the fake only judges. */
function client(signer: Pusher = sdk): PusherClient {
  const pusher = new PusherClient('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      customHandler({ socketId, channelName }, callback) {
        const user = channelName.startsWith('presence-') ? ADA : undefined
        callback(null, signer.authorizeChannel(socketId, channelName, user))
      },
    },
    userAuthentication: {
      customHandler({ socketId }, callback) {
        callback(null, signer.authenticateUser(socketId, { id: 'ada', watchlist: ['bob'] }))
      },
    },
  })
  clients.push(pusher)
  return pusher
}

function next(channel: Channel, event: string): Promise<unknown> {
  return new Promise((resolve) => channel.bind(event, resolve))
}

function nextProblem(): Promise<Problem> {
  return new Promise((resolve) => fake.on('problem', resolve))
}

describe('authorizeChannel', () => {
  test.each(['private-a', 'private-encrypted-a', 'private-cache-a', 'presence-a'])(
    'of the SDK lets a real client into %s',
    async (name) => {
      client().subscribe(name)
      await fake.waitForSubscription(name)
      expect(fake.channel(name)?.subscriptionCount).toBe(1)
      expect(fake.problems()).toEqual([])
    },
  )

  test('of the SDK names the member of a presence channel', async () => {
    const channel = client().subscribe('presence-a') as PresenceChannel
    await next(channel, 'pusher:subscription_succeeded')
    expect(channel.members.me).toEqual({ id: 'ada', info: { name: 'Ada' } })
    expect(fake.channel('presence-a')?.members).toEqual([{ id: 'ada', info: { name: 'Ada' } }])
  })

  test.each(['private-a', 'presence-a'])('with another secret does not, on %s', async (name) => {
    const problem = nextProblem()
    client(makeSdk({ secret: 'other' })).subscribe(name)
    expect(await problem).toMatchObject({ code: 'invalid_signature', channel: name })
    expect(fake.channels()).toEqual([])
  })

  test.each([
    ['private-a', undefined],
    ['private-encrypted-a', undefined],
    ['presence-a', ADA],
  ] as const)('and its old name authenticate sign %s as the fake does', (channelName, user) => {
    const socketId = '12.34'
    const member = user && { user: { id: user.user_id, info: user.user_info } }
    const signed = fake.authorizeChannel({ socketId, channelName, ...member })
    expect(sdk.authorizeChannel(socketId, channelName, user)).toEqual(signed)
    expect(sdk.authenticate(socketId, channelName, user)).toEqual(signed)
  })
})

describe('authenticateUser', () => {
  test('of the SDK signs a real client in, and sendToUser reaches it', async () => {
    const pusher = client()
    const noticed = new Promise((resolve) => pusher.user.bind('notice', resolve))
    const signedIn = new Promise((resolve) => fake.on('signin', resolve))
    pusher.signin()
    expect(await signedIn).toMatchObject({ userId: 'ada' })
    await fake.waitForSubscription('#server-to-user-ada')
    await sdk.sendToUser('ada', 'notice', { text: 'Hi' })
    expect(await noticed).toEqual({ text: 'Hi' })
  })

  test('with another secret does not', async () => {
    const problem = nextProblem()
    client(makeSdk({ secret: 'other' })).signin()
    expect(await problem).toMatchObject({ code: 'signin_refused' })
    expect(fake.connections().map(({ userId }) => userId)).not.toContain('ada')
  })

  test('signs what the fake signs', () => {
    const [id, info, watchlist] = ['ada', { name: 'Ada' }, ['bob']] as const
    const user = { id, user_info: info, watchlist: [...watchlist] }
    expect(sdk.authenticateUser('12.34', user)).toEqual(
      fake.authenticateUser({ socketId: '12.34', user: { id, info, watchlist } }),
    )
  })

  test('a client that the SDK terminates is told 4009 and does not come back', async () => {
    const pusher = client()
    const over = new Promise((resolve) => fake.on('disconnection', resolve))
    const down = new Promise((resolve) => pusher.connection.bind('disconnected', resolve))
    const signedIn = new Promise((resolve) => fake.on('signin', resolve))
    pusher.signin()
    await signedIn
    await sdk.terminateUserConnections('ada')
    expect(await over).toMatchObject({ code: 4009 })
    await down
    expect(fake.connections()).toEqual([])
  })
})

describe('an encrypted channel', () => {
  const NAME = 'private-encrypted-a'

  test.for([{ text: 'psst 👋' }, 'text', 42, ['a', { b: 1 }]])(
    'opens in a real client what trigger of the SDK sealed: %j',
    async (data) => {
      const received = next(client().subscribe(NAME), 'secret')
      await fake.waitForSubscription(NAME)
      await sdk.trigger(NAME, 'secret', data)
      expect(await received).toEqual(data)
    },
  )

  test('opens what triggerBatch sealed, next to an open channel', async () => {
    const pusher = client()
    const sealed = next(pusher.subscribe(NAME), 'secret')
    const open = next(pusher.subscribe('orders'), 'created')
    await Promise.all([NAME, 'orders'].map((name) => fake.waitForSubscription(name)))
    await sdk.triggerBatch([
      { channel: NAME, name: 'secret', data: { a: 1 } },
      { channel: 'orders', name: 'created', data: { b: 2 } },
    ])
    expect(await Promise.all([sealed, open])).toEqual([{ a: 1 }, { b: 2 }])
  })

  test('is sealed on the wire', async () => {
    client().subscribe(NAME)
    await fake.waitForSubscription(NAME)
    await sdk.trigger(NAME, 'secret', 'psst')
    const [frame] = fake.frames({ direction: 'out', event: 'secret' })
    expect(frame?.data).toEqual({ nonce: expect.any(String), ciphertext: expect.any(String) })
  })

  test('opens what the fake itself sealed with the key of the SDK', async () => {
    const received = next(client().subscribe(NAME), 'secret')
    await fake.waitForSubscription(NAME)
    fake.trigger(NAME, 'secret', { from: 'fake' })
    expect(await received).toEqual({ from: 'fake' })
  })

  test('does not open with the key of another app', async () => {
    const channel = client(makeSdk({ encryptionMasterKeyBase64: OTHER_KEY })).subscribe(NAME)
    const received: unknown[] = []
    channel.bind('secret', (data: unknown) => received.push(data))
    await fake.waitForSubscription(NAME)
    await sdk.trigger(NAME, 'secret', 'psst')
    await makeSdk({ encryptionMasterKeyBase64: OTHER_KEY }).trigger(NAME, 'secret', 'readable')
    expect(received).toEqual(['readable'])
  })
})

test('webhook of the SDK accepts what a real client caused', async () => {
  client().subscribe('presence-a')
  await fake.waitForWebhook('member_added', { channel: 'presence-a' })
  const webhooks = fake.webhookRequests().map((request) => sdk.webhook(request))
  expect(webhooks.map((webhook) => webhook.isValid())).toEqual([true, true])
  expect(webhooks.flatMap((webhook) => webhook.getEvents())).toEqual([
    { name: 'channel_occupied', channel: 'presence-a' },
    { name: 'member_added', channel: 'presence-a', user_id: 'ada' },
  ])
})
