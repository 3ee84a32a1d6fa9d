import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function error(message: string, code: number | null = null) {
  return { event: 'pusher:error', data: { code, message } }
}

function succeeded(channel: string, data = '{}') {
  return { event: 'pusher_internal:subscription_succeeded', channel, data }
}

describe('a subscription succeeds', () => {
  test.each(['orders', 'private-orders', '__proto__'])('to %s', (channel) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    expect(client.subscribe(channel)).toEqual([succeeded(channel)])
    expect(fake.channel(channel)).toEqual({ name: channel, subscriptionCount: 1 })
    expect(fake.connections()[0]?.channels).toEqual([channel])
  })

  test('to a public channel without any auth', () => {
    const client = new RawClient(quietFake())
    client.take()
    client.send({ event: 'pusher:subscribe', data: { channel: 'orders' } })
    expect(client.take()).toEqual([succeeded('orders')])
  })

  test('to a private channel with a signature over channel_data', () => {
    const client = new RawClient(quietFake())
    expect(client.subscribe('private-orders', { id: '1' })).toEqual([succeeded('private-orders')])
  })

  test('with the signature that a backend computes', () => {
    const client = new RawClient(quietFake({ key: 'app-key', secret: 's3cret' }))
    const text = `${client.socketId}:private-orders`
    const signature = createHmac('sha256', 's3cret').update(text).digest('hex')
    client.take()
    client.send({
      event: 'pusher:subscribe',
      data: { channel: 'private-orders', auth: `app-key:${signature}` },
    })
    expect(client.take()).toEqual([succeeded('private-orders')])
  })

  test('with a key that contains a colon', () => {
    const url = 'wss://ws-mt1.pusher.com/app/a%3Ab?protocol=7&client=js&version=8.6.0'
    const client = new RawClient(quietFake({ key: 'a:b' }), url)
    expect(client.subscribe('private-orders')).toEqual([succeeded('private-orders')])
  })
})

describe('a wrong signature', () => {
  function attempt(auth: string | undefined) {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.take()
    client.send({ event: 'pusher:subscribe', data: { channel: 'private-orders', auth } })
    return { fake, client, answer: client.take() }
  }

  test('is answered by an error without a code and the socket stays', () => {
    const { fake, client, answer } = attempt('app-key:abc')
    const text = `${client.socketId}:private-orders`
    expect(answer).toEqual([
      error(`Invalid signature: Expected HMAC SHA256 hex digest of ${text}, but got abc`),
    ])
    expect(client.closes).toEqual([])
    expect(fake.channels()).toEqual([])
    expect(fake.connections()).toHaveLength(1)
  })

  test('is reported with the auth that was expected and the one received', () => {
    const { fake, client } = attempt('app-key:abc')
    const text = `${client.socketId}:private-orders`
    const expected = createHmac('sha256', 'app-secret').update(text).digest('hex')
    expect(fake.problems()).toMatchObject([
      {
        code: 'invalid_signature',
        socketId: client.socketId,
        channel: 'private-orders',
        message: `Invalid signature: Expected HMAC SHA256 hex digest of ${text}, but got abc. Expected auth "app-key:${expected}" for "${text}", got "app-key:abc". Is the authorization endpoint using this fake's key and secret?`,
      },
    ])
  })

  test.each([
    ['other:abc', 'other'],
    ['nocolon', ''],
    ['', ''],
    [undefined, ''],
  ])('auth %j names the key %j', (auth, key) => {
    expect(attempt(auth).answer).toEqual([error(`Invalid key in subscription auth data: '${key}'`)])
  })

  test('one for another socket or channel is refused', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    const { socketId } = ada
    const { auth } = fake.authorizeChannel({ socketId, channelName: 'private-a' })
    for (const [client, channel] of [
      [bob, 'private-a'],
      [ada, 'private-b'],
    ] as const) {
      client.take()
      client.send({ event: 'pusher:subscribe', data: { channel, auth } })
      expect(client.take()).toMatchObject([{ event: 'pusher:error' }])
    }
    expect(fake.channels()).toEqual([])
  })

  test('channel_data that was altered after signing is refused', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const { socketId } = client
    const user = { id: 'ada' }
    const { auth } = fake.authorizeChannel({ socketId, channelName: 'presence-a', user })
    client.take()
    const data = { channel: 'presence-a', auth, channel_data: '{"user_id": "ada"}' }
    client.send({ event: 'pusher:subscribe', data })
    expect(client.take()).toMatchObject([{ event: 'pusher:error', data: { code: null } }])
  })
})

describe('refusals', () => {
  test('a second subscription keeps the first and makes no second', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    expect(client.subscribe('orders')).toEqual([error('Existing subscription to channel orders')])
    fake.trigger('orders', 'created', 1)
    expect(client.take()).toEqual([{ event: 'created', channel: 'orders', data: '1' }])
    expect(fake.channel('orders')?.subscriptionCount).toBe(1)
  })

  test('an invalid name', () => {
    const fake = quietFake()
    expect(new RawClient(fake).subscribe('a b')).toEqual([
      error('Invalid channel name "a b": only letters, digits and _ - = @ , . ; are allowed'),
    ])
    expect(fake.problems()).toMatchObject([{ code: 'subscription_refused', channel: 'a b' }])
  })

  test('a name longer than the limit', () => {
    const client = new RawClient(quietFake({ limits: { channelNameLength: 5 } }))
    expect(client.subscribe('orders')).toEqual([
      error('The channel name is 6 characters long, the maximum is 5'),
    ])
  })
})

describe('unsubscribing', () => {
  test('is not answered and ends the delivery', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    client.unsubscribe('orders')
    fake.trigger('orders', 'created', 1)
    expect(client.take()).toEqual([])
    expect(fake.channel('orders')).toBeUndefined()
    expect(client.subscribe('orders')).toEqual([succeeded('orders')])
  })

  test('from what is not subscribed is an error', () => {
    const client = new RawClient(quietFake())
    client.take()
    client.unsubscribe('orders')
    expect(client.take()).toEqual([
      error('No current subscription to channel orders, or subscription in progress'),
    ])
  })

  test('leaves the others subscribed', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.subscribe('orders')
    bob.subscribe('orders')
    ada.unsubscribe('orders')
    fake.trigger('orders', 'created', 1)
    expect(ada.take()).toEqual([])
    expect(bob.take()).toEqual([{ event: 'created', channel: 'orders', data: '1' }])
  })

  test('tells subscription and unsubscription listeners', () => {
    const fake = quietFake()
    const told: unknown[] = []
    fake.on('subscription', (event) => told.push(['in', event]))
    fake.on('unsubscription', (event) => told.push(['out', event]))
    const client = new RawClient(fake)
    const { socketId } = client
    client.subscribe('presence-a', { id: 'ada' })
    client.unsubscribe('presence-a')
    const event = { socketId, channel: 'presence-a', userId: 'ada' }
    expect(told).toEqual([
      ['in', event],
      ['out', event],
    ])
  })
})

describe('the subscription count', () => {
  function count(channel: string, subscription_count: number) {
    const data = JSON.stringify({ subscription_count })
    return { event: 'pusher_internal:subscription_count', channel, data }
  }

  test('goes to every subscriber on each change', () => {
    const fake = quietFake({ subscriptionCount: true })
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    expect(ada.subscribe('orders')).toEqual([succeeded('orders'), count('orders', 1)])
    expect(bob.subscribe('orders')).toEqual([succeeded('orders'), count('orders', 2)])
    bob.close()
    expect(ada.take()).toEqual([count('orders', 2), count('orders', 1)])
  })

  test('is not told on presence channels, nor to users, nor unless it is enabled', () => {
    const fake = quietFake({ subscriptionCount: true })
    const client = new RawClient(fake)
    client.signin({ id: 'ada' })
    client.subscribe('presence-a', { id: 'ada' })
    client.subscribe('#server-to-user-ada')
    new RawClient(quietFake()).subscribe('orders')
    expect(fake.frames({ event: 'pusher_internal:subscription_count' })).toEqual([])
    expect(new RawClient(quietFake()).subscribe('orders')).toEqual([succeeded('orders')])
  })
})
