import Pusher from 'pusher-js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type InstalledPusherFake, installPusherFake } from '../../src/browser/install.ts'
import { CoverageCollector } from '../../src/coverage/collect/coverage-collector.ts'
import type { EventSchemas } from '../../src/server/contracts/event-schemas.ts'
import type { AnyEvents } from '../../src/server/event-map.ts'
import { signedRequest } from '../support/signed-request.ts'

let fake: InstalledPusherFake
let collector: CoverageCollector
let client: Pusher

const EVENTS: EventSchemas = {
  orders: { created: z.unknown(), deleted: z.unknown() },
}

beforeEach(() => {
  fake = installPusherFake<AnyEvents>({ Pusher, events: EVENTS })
  collector = new CoverageCollector(fake)
  client = new Pusher('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId, channelName }, callback) =>
        callback(null, fake.authorizeChannel({ socketId, channelName })),
    },
  })
})
afterEach(() => {
  client.disconnect()
  fake.uninstall()
})

async function seen(channel: string, event: string) {
  const { events } = await collector.finish()
  return events.find((each) => each.channel === channel && each.event === event)
}

const NEVER_SENT = { test: 0, backend: 0, client: 0 }

test('what is declared is there, though nobody speaks of it', async () => {
  expect(await seen('orders', 'deleted')).toEqual({
    channel: 'orders',
    event: 'deleted',
    declared: true,
    bound: false,
    sent: NEVER_SENT,
    heard: 0,
  })
})

describe('heard', () => {
  test('is what a listener of the channel gets, of the test and of the backend', async () => {
    client.subscribe('orders').bind('created', () => {})
    await fake.waitForSubscription('orders')
    fake.trigger('orders', 'created', 1)
    const body = { name: 'created', channels: ['orders'], data: '2' }
    await fake.fetch(signedRequest(fake, '/events', { body }))
    expect(await seen('orders', 'created')).toMatchObject({
      declared: true,
      bound: true,
      sent: { test: 1, backend: 1, client: 0 },
      heard: 2,
    })
  })

  test('is what a listener gets that ends with it', async () => {
    const channel = client.subscribe('orders')
    const once = () => channel.unbind('created', once)
    channel.bind('created', once)
    await fake.waitForSubscription('orders')
    fake.trigger('orders', 'created', 1)
    fake.trigger('orders', 'created', 2)
    expect(await seen('orders', 'created')).toMatchObject({ bound: true, heard: 1 })
  })

  test('is what a listener of the client gets, or one of everything', async () => {
    client.bind('created', () => {})
    client.subscribe('orders')
    await fake.waitForSubscription('orders')
    fake.trigger('orders', 'created', 1)
    fake.trigger('orders', 'deleted', 1)
    client.bind_global(() => {})
    fake.trigger('orders', 'deleted', 2)
    const { events } = await collector.finish()
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: '*', event: 'created', bound: true }),
        expect.objectContaining({ channel: 'orders', event: 'created', heard: 1 }),
        expect.objectContaining({ channel: 'orders', event: 'deleted', bound: false, heard: 1 }),
      ]),
    )
  })

  test('is a cached event, and an event of a signed-in user', async () => {
    const user = new Pusher('app-key', {
      cluster: 'mt1',
      userAuthentication: {
        transport: 'ajax',
        endpoint: '',
        customHandler: ({ socketId }, callback) =>
          callback(null, fake.authenticateUser({ socketId, user: { id: 'ada' } })),
      },
    })
    fake.trigger('cache-prices', 'changed', 1)
    user.subscribe('cache-prices').bind('changed', () => {})
    user.user.bind('notice', () => {})
    user.signin()
    await fake.waitForSubscription('cache-prices')
    await fake.waitForSubscription('#server-to-user-ada')
    fake.sendToUser('ada', 'notice', {})
    const { events } = await collector.finish()
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: 'cache-prices', bound: true, heard: 1 }),
        expect.objectContaining({ channel: '#server-to-user-ada', bound: true, heard: 1 }),
      ]),
    )
    user.disconnect()
  })
})

test('a client event is of the client, and of the test where a virtual peer sends it', async () => {
  const channel = client.subscribe('private-chat').bind('client-typing', () => {})
  using bob = fake.connect()
  await bob.subscribe('private-chat')
  await fake.waitForSubscription('private-chat')
  channel.trigger('client-typing', {})
  await fake.waitForClientEvent('private-chat', 'client-typing')
  await bob.trigger('private-chat', 'client-typing', {})
  expect(await seen('private-chat', 'client-typing')).toMatchObject({
    declared: false,
    bound: true,
    sent: { test: 1, backend: 0, client: 1 },
    heard: 1,
  })
})

test('what nobody listens to, and what virtual peers alone get, is not heard', async () => {
  client.subscribe('orders')
  await fake.waitForSubscription('orders')
  using bob = fake.connect()
  await bob.subscribe('news')
  fake.trigger(['orders', 'news'], 'created', 1)
  expect(await seen('orders', 'created')).toMatchObject({ bound: false, heard: 0 })
  expect(await seen('news', 'created')).toMatchObject({ sent: { test: 1 }, heard: 0 })
})

test('a listener is known though it is gone at the end, and events of pusher-js are none', async () => {
  const channel = client.subscribe('orders')
  channel.bind('created', () => {}).bind('pusher:subscription_succeeded', () => {})
  await fake.waitForSubscription('orders')
  channel.unbind()
  client.unsubscribe('orders')
  const { events } = await collector.finish()
  expect(events.map(({ event, bound }) => [event, bound])).toEqual([
    ['created', true],
    ['deleted', false],
  ])
})
