import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import Pusher from 'pusher'
import { createPusherFake } from 'pusher-js-fake'
import { deliverWebhooks } from 'pusher-js-fake/webhooks'
import { expect, test } from 'vitest'

// #region recorded
test('who leaves a room is reported', async () => {
  const fake = createPusherFake()
  const ada = fake.connect({ user: { id: 'ada' } })
  await ada.subscribe('presence-room')
  ada.disconnect()

  await fake.waitForWebhook('member_removed', { channel: 'presence-room', userId: 'ada' })

  expect(fake.webhooks().map(({ name }) => name)).toEqual([
    'channel_occupied',
    'member_added',
    'member_removed',
    'channel_vacated',
  ])
})
// #endregion recorded

// #region signed
test('my handler accepts what Pusher posts, and nothing else', async () => {
  const fake = createPusherFake()
  const { appId, key, secret, cluster } = fake
  const sdk = new Pusher({ appId, key, secret, cluster })
  await fake.connect().subscribe('orders')

  const [request] = fake.webhookRequests()

  expect(request && sdk.webhook(request).isValid()).toBe(true)
  expect(request && sdk.webhook({ ...request, rawBody: '{}' }).isValid()).toBe(false)
})
// #endregion signed

// #region deliver
test('an app is told over HTTP', async () => {
  const posted: unknown[] = []
  const app = createServer(async (request, response) => {
    posted.push(JSON.parse(await text(request)).events)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(app, 'listening')
  const url = `http://127.0.0.1:${(app.address() as AddressInfo).port}/pusher/webhooks`

  const fake = createPusherFake({ webhookDelay: 0, webhookBatchInterval: 0 })
  const delivery = deliverWebhooks(fake, url)

  await fake.connect().subscribe('orders')

  await delivery.flush() // everything so far is posted, or given up
  expect(delivery.failures).toEqual([])
  delivery.stop()
  app.close()
  expect(posted).toEqual([[{ name: 'channel_occupied', channel: 'orders' }]])
})
// #endregion deliver
