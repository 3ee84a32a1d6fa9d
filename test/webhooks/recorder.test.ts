import Pusher from 'pusher'
import { describe, expect, test } from 'vitest'
import type { PusherFake, WebhookRequest } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

function sdk({ key = 'app-key', secret = 'app-secret' } = {}): Pusher {
  return new Pusher({ appId: '1000001', key, secret, cluster: 'mt1' })
}

/** What an app that verifies the posts with the SDK reads from them. */
function posted(fake: PusherFake): Pusher.WebHook[] {
  return fake.webhookRequests().map((request) => {
    const webhook = sdk().webhook(request)
    expect(webhook.isValid()).toBe(true)
    return webhook
  })
}

function postedEvents(fake: PusherFake): unknown[] {
  return posted(fake).flatMap((webhook) => webhook.getEvents())
}

function onlyRequest(fake: PusherFake): WebhookRequest {
  const [request, ...others] = fake.webhookRequests()
  if (request === undefined || others.length > 0) throw new Error('Expected exactly one request')
  return request
}

describe('the pusher SDK', () => {
  test('accepts a request and reads its events and its time', () => {
    const fake = quietFake({ clock: new ManualClock(START) })
    new RawClient(fake).subscribe('orders')
    const webhook = sdk().webhook(onlyRequest(fake))
    expect(webhook.isValid()).toBe(true)
    expect(webhook.getEvents()).toEqual([{ name: 'channel_occupied', channel: 'orders' }])
    expect(webhook.getTime()).toEqual(new Date(START))
    expect(Object.keys(webhook.getData())).toEqual(['time_ms', 'events'])
  })

  test('accepts the key and the secret of the app, beyond ASCII too', () => {
    const fake = quietFake({ key: 'my-key', secret: 'schlüssel' })
    const client = new RawClient(fake, 'wss://ws-mt1.pusher.com/app/my-key?protocol=7')
    client.subscribe('private-a')
    client.send({ event: 'client-x', channel: 'private-a', data: 'Grüße 👋' })
    for (const request of fake.webhookRequests()) {
      expect(sdk({ key: 'my-key', secret: 'schlüssel' }).webhook(request).isValid()).toBe(true)
      expect(sdk().webhook(request).isValid()).toBe(false)
    }
    expect(fake.webhookRequests()).toHaveLength(2)
  })

  test.each([
    ['body', ({ rawBody, ...rest }) => ({ ...rest, rawBody: rawBody.replace('orders', 'order5') })],
    [
      'signature',
      ({ headers, ...rest }) => ({
        ...rest,
        headers: { ...headers, 'x-pusher-signature': '0'.repeat(64) },
      }),
    ],
    [
      'key',
      ({ headers, ...rest }) => ({ ...rest, headers: { ...headers, 'x-pusher-key': 'other' } }),
    ],
  ] as [string, (request: WebhookRequest) => WebhookRequest][])(
    'refuses a request whose %s was tampered with',
    (_, tamper) => {
      const fake = quietFake()
      new RawClient(fake).subscribe('orders')
      const request = onlyRequest(fake)
      expect(sdk().webhook(request).isValid()).toBe(true)
      expect(sdk().webhook(tamper(request)).isValid()).toBe(false)
    },
  )

  test('refuses a request of an app with another secret', () => {
    const fake = quietFake({ secret: 'another' })
    new RawClient(fake).subscribe('orders')
    expect(sdk().webhook(onlyRequest(fake)).isValid()).toBe(false)
  })
})

describe('the payload of', () => {
  test('channel_occupied and channel_vacated is the channel', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    client.unsubscribe('orders')
    expect(postedEvents(fake)).toEqual([
      { name: 'channel_occupied', channel: 'orders' },
      { name: 'channel_vacated', channel: 'orders' },
    ])
  })

  test('member_added and member_removed is the channel and the user id', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('presence-a', { id: 'ada', info: { name: 'Ada' } })
    client.close()
    expect(postedEvents(fake)).toEqual([
      { name: 'channel_occupied', channel: 'presence-a' },
      { name: 'member_added', channel: 'presence-a', user_id: 'ada' },
      { name: 'member_removed', channel: 'presence-a', user_id: 'ada' },
      { name: 'channel_vacated', channel: 'presence-a' },
    ])
  })

  test('client_event on a private channel is its data as text and the sender, with no user id', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('private-a')
    client.send({ event: 'client-x', channel: 'private-a', data: { typing: true } })
    expect(postedEvents(fake).at(-1)).toEqual({
      name: 'client_event',
      channel: 'private-a',
      event: 'client-x',
      data: '{"typing":true}',
      socket_id: client.socketId,
    })
    expect(postedEvents(fake).at(-1)).not.toHaveProperty('user_id')
  })

  test('client_event on a presence channel names the user', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('presence-a', { id: 'ada' })
    client.send({ event: 'client-x', channel: 'presence-a', data: 'text' })
    expect(postedEvents(fake).at(-1)).toEqual({
      name: 'client_event',
      channel: 'presence-a',
      event: 'client-x',
      data: 'text',
      socket_id: client.socketId,
      user_id: 'ada',
    })
  })

  test('cache_miss is the channel, and there is none when an event is cached', () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('private-cache-a')
    fake.trigger('private-cache-a', 'price', 1)
    new RawClient(fake).subscribe('private-cache-a')
    expect(postedEvents(fake)).toEqual([
      { name: 'channel_occupied', channel: 'private-cache-a' },
      { name: 'cache_miss', channel: 'private-cache-a' },
    ])
  })

  test('subscription_count is the channel and the count after each change', () => {
    const fake = quietFake({ subscriptionCount: true })
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.subscribe('orders')
    bob.subscribe('orders')
    bob.unsubscribe('orders')
    expect(postedEvents(fake)).toEqual([
      { name: 'channel_occupied', channel: 'orders' },
      { name: 'subscription_count', channel: 'orders', subscription_count: 1 },
      { name: 'subscription_count', channel: 'orders', subscription_count: 2 },
      { name: 'subscription_count', channel: 'orders', subscription_count: 1 },
    ])
  })
})

test('each event is a request of its own by default, told to listeners as it is kept', () => {
  const fake = quietFake()
  const told: WebhookRequest[] = []
  fake.on('webhookRequest', (request) => told.push(request))
  new RawClient(fake).subscribe('presence-a', { id: 'ada' })
  expect(told).toEqual(fake.webhookRequests())
  expect(told.map(({ events }) => events.map(({ name }) => name))).toEqual([
    ['channel_occupied'],
    ['member_added'],
  ])
})

test('a refused subscription and a refused client event are not reported', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.send({ event: 'pusher:subscribe', data: { channel: 'private-a', auth: 'app-key:0' } })
  client.send({ event: 'client-x', channel: 'private-a', data: 1 })
  expect(fake.problems()).toHaveLength(2)
  expect(fake.webhookRequests()).toEqual([])
})
