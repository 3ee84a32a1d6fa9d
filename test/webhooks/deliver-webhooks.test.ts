import Pusher from 'pusher'
import { afterEach, expect, test } from 'vitest'
import type { PusherFake } from '../../src/index.ts'
import {
  type DeliverWebhooksOptions,
  deliverWebhooks,
  type WebhookDelivery,
} from '../../src/webhooks.ts'
import { quietFake } from '../support/raw-client.ts'
import { type Answer, AppServer, occupy } from './app-server.ts'

/** Longer than any test may take: what waits for it never comes. */
const NEVER = 3_600_000

const opened: { stop(): void; close(): Promise<void> }[] = []

interface Scene {
  readonly fake: PusherFake
  readonly app: AppServer
  readonly delivery: WebhookDelivery
}

async function scene(answer?: Answer, options?: DeliverWebhooksOptions): Promise<Scene> {
  const fake = quietFake()
  const app = await AppServer.listen(answer)
  const delivery = deliverWebhooks(fake, app.url, options)
  opened.push({ stop: () => delivery.stop(), close: () => app.close() })
  return { fake, app, delivery }
}

afterEach(async () => {
  for (const { stop, close } of opened.splice(0)) {
    stop()
    await close()
  }
})

test('the SDK accepts what the app receives: the raw body and the headers of a POST', async () => {
  const { fake, app, delivery } = await scene()
  const peer = fake.connect()
  await peer.subscribe('presence-a', { user_id: 'adä' })
  await delivery.flush()
  const { appId, key, secret, cluster } = fake
  const webhooks = app.posts.map((post) =>
    new Pusher({ appId, key, secret, cluster }).webhook(post),
  )
  expect(webhooks.map((webhook) => webhook.isValid())).toEqual([true, true])
  expect(webhooks.flatMap((webhook) => webhook.getEvents())).toEqual(fake.webhooks())
  expect(app.posts).toMatchObject([
    { method: 'POST', path: '/pusher/webhooks' },
    { method: 'POST', path: '/pusher/webhooks' },
  ])
})

test('what was recorded before the delivery began is not posted', async () => {
  const fake = quietFake()
  await occupy(fake, 'before')
  const app = await AppServer.listen()
  const delivery = deliverWebhooks(fake, app.url)
  opened.push({ stop: () => delivery.stop(), close: () => app.close() })
  await occupy(fake, 'after')
  await delivery.flush()
  expect(app.channels).toEqual(['after'])
})

test('a 500 is tried again, and later events wait for it', async () => {
  const { fake, app, delivery } = await scene((nth) => (nth === 0 ? 500 : 200), { retryDelay: 1 })
  await occupy(fake, 'a', 'b', 'c')
  await delivery.flush()
  expect(app.channels).toEqual(['a', 'a', 'b', 'c'])
  expect(app.posts[1]?.rawBody).toBe(app.posts[0]?.rawBody)
  expect(app.posts[1]?.headers['x-pusher-signature']).toBe(
    app.posts[0]?.headers['x-pusher-signature'],
  )
  expect(delivery.failures).toEqual([])
  expect(fake.problems()).toEqual([])
})

test.each([201, 204, 299])('a %i is a success', async (status) => {
  const { fake, app, delivery } = await scene(() => status, { retryDelay: 1, giveUpAfter: 1 })
  await occupy(fake, 'a')
  await delivery.flush()
  expect(app.channels).toEqual(['a'])
  expect(delivery.failures).toEqual([])
})

test('what keeps failing is given up after delays of 1, 2 and 4, and the next is delivered', async () => {
  const { fake, app, delivery } = await scene((nth) => (nth < 4 ? 503 : 200), {
    retryDelay: 1,
    giveUpAfter: 7,
  })
  await occupy(fake, 'a', 'b')
  await delivery.flush()
  expect(app.channels).toEqual(['a', 'a', 'a', 'a', 'b'])
  expect(delivery.failures).toEqual([
    { request: fake.webhookRequests()[0], reason: expect.stringContaining('503') },
  ])
  expect(fake.problems()).toEqual([
    { code: 'webhook_failed', message: expect.stringContaining(app.url) },
  ])
  expect(fake.problems()[0]?.message).toMatch(/channel_occupied .*503/)
})

test('a refused port is a failure that names its cause', async () => {
  const { fake, app, delivery } = await scene(undefined, { retryDelay: 1, giveUpAfter: 1 })
  await app.close()
  await occupy(fake, 'a')
  await delivery.flush()
  expect(delivery.failures).toMatchObject([{ reason: expect.stringContaining('ECONNREFUSED') }])
  expect(fake.problems()).toMatchObject([
    { code: 'webhook_failed', message: expect.stringContaining('ECONNREFUSED') },
  ])
})

test('flush waits for an answer that is still to come', async () => {
  const arrived = Promise.withResolvers<void>()
  const answer = Promise.withResolvers<number>()
  const { fake, delivery } = await scene(() => {
    arrived.resolve()
    return answer.promise
  })
  await occupy(fake, 'a')
  let flushed = false
  const flush = delivery.flush().then(() => {
    flushed = true
  })
  await arrived.promise
  expect(flushed).toBe(false)
  answer.resolve(200)
  await flush
  expect(flushed).toBe(true)
})

test('flush resolves at once when there is nothing to deliver', async () => {
  const { app, delivery } = await scene()
  await delivery.flush()
  expect(app.posts).toEqual([])
})

test('stop ends the delivery of what comes later', async () => {
  const { fake, app, delivery } = await scene()
  await occupy(fake, 'a')
  await delivery.flush()
  delivery.stop()
  await occupy(fake, 'b')
  await delivery.flush()
  expect(app.channels).toEqual(['a'])
})

test('stop during a retry delay ends it and what is queued, and neither is a failure', async () => {
  const answered = Promise.withResolvers<void>()
  const fake = quietFake()
  const app = await AppServer.listen(() => 500)
  const delivery = deliverWebhooks(fake, app.url, {
    retryDelay: NEVER,
    giveUpAfter: NEVER,
    async fetch(request) {
      const response = await fetch(request)
      setImmediate(answered.resolve) // the delay has begun by then
      return response
    },
  })
  opened.push({ stop: () => delivery.stop(), close: () => app.close() })
  await occupy(fake, 'a', 'b')
  await answered.promise
  delivery.stop()
  await delivery.flush()
  expect(app.channels).toEqual(['a'])
  expect(delivery.failures).toEqual([])
})

test.each([
  ['one that would be retried', NEVER],
  ['the last one', 0],
])('stop during an attempt, %s, leaves neither a wait nor a failure', async (_, giveUpAfter) => {
  const stop = Promise.withResolvers<() => void>()
  const { fake, app, delivery } = await scene(
    async () => {
      const stopDelivery = await stop.promise
      stopDelivery()
      return 500
    },
    { retryDelay: NEVER, giveUpAfter },
  )
  stop.resolve(() => delivery.stop())
  await occupy(fake, 'a', 'b')
  await delivery.flush()
  expect(app.channels).toEqual(['a'])
  expect(delivery.failures).toEqual([])
  expect(fake.problems()).toEqual([])
})

test('stop does not wait for an app that never answers', async () => {
  const arrived = Promise.withResolvers<void>()
  const { fake, delivery } = await scene(() => {
    arrived.resolve()
    return new Promise<number>(() => {})
  })
  await occupy(fake, 'a', 'b')
  await arrived.promise
  delivery.stop()
  await delivery.flush()
  expect(delivery.failures).toEqual([])
})

test('a fetch of the test gets the signed request in place of the network', async () => {
  const fake = quietFake()
  const got: unknown[] = []
  const delivery = deliverWebhooks(fake, 'http://app.test/hooks', {
    async fetch(request) {
      got.push([request.method, request.url, await request.text()])
      expect(request.headers.get('x-pusher-key')).toBe('app-key')
      return new Response()
    },
  })
  await occupy(fake, 'a')
  await delivery.flush()
  const [request] = fake.webhookRequests()
  expect(got).toEqual([['POST', 'http://app.test/hooks', request?.rawBody]])
})

test('two deliveries of one fake are independent', async () => {
  const { fake, app, delivery } = await scene()
  const other = await AppServer.listen()
  const second = deliverWebhooks(fake, other.url)
  opened.push({ stop: () => second.stop(), close: () => other.close() })
  await occupy(fake, 'a')
  await Promise.all([delivery.flush(), second.flush()])
  delivery.stop()
  await occupy(fake, 'b')
  await second.flush()
  expect([app.channels, other.channels]).toEqual([['a'], ['a', 'b']])
})

test.each(['', 'hooks', '/hooks', 'http://', 'ftp://app.test/hooks', 'http://ada:pw@app.test/'])(
  '%o is no URL to post to',
  (url) => {
    expect(() => deliverWebhooks(quietFake(), url)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringContaining(`"${url}"`),
      }),
    )
  },
)

test.each([
  [{ retryDelay: -1 }, 'retryDelay'],
  [{ retryDelay: 0 }, 'retryDelay'],
  [{ giveUpAfter: Number.NaN }, 'giveUpAfter'],
  [{ retryDelays: 1 }, 'retryDelays'],
] as [DeliverWebhooksOptions, string][])('the options %o are refused', (options, name) => {
  expect(() => deliverWebhooks(quietFake(), 'http://app.test', options)).toThrow(
    expect.objectContaining({ code: 'invalid_option', message: expect.stringContaining(name) }),
  )
})

test('the longest delays are not cut to a millisecond', async () => {
  const warnings: string[] = []
  const warned = ({ name }: Error) => warnings.push(name)
  process.on('warning', warned)
  const { fake, delivery } = await scene(() => 500, { retryDelay: 1e12, giveUpAfter: Infinity })
  await occupy(fake, 'a')
  await new Promise((resolve) => setImmediate(resolve))
  delivery.stop()
  await delivery.flush()
  process.off('warning', warned)
  expect(warnings).toEqual([])
})

test('a key that fits in no header is a reason, and what follows is delivered', async () => {
  const fake = quietFake({ key: 'schlüssel-鍵' })
  const delivery = deliverWebhooks(fake, 'http://localhost:1/', { giveUpAfter: 0 })
  opened.push({ stop: () => delivery.stop(), close: async () => {} })
  await occupy(fake, 'a')
  await occupy(fake, 'b')
  await delivery.flush()
  expect(delivery.failures.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('ByteString'),
    expect.stringContaining('ByteString'),
  ])
})
