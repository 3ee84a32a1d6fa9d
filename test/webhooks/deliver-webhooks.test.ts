import Pusher from 'pusher'
import { afterEach, describe, expect, test } from 'vitest'
import type { PusherFake } from '../../src/index.ts'
import {
  type DeliverWebhooksOptions,
  deliverWebhooks,
  type WebhookDelivery,
} from '../../src/webhooks.ts'
import { collectGarbage } from '../support/collect-garbage.ts'
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
  await peer.subscribe('presence-a', { id: 'adä' })
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

describe('a URL with types of events of its own', () => {
  test('gets those, signed for themselves, and nothing when there are none', async () => {
    const { fake, app, delivery } = await scene(undefined, { events: ['member_added'] })
    await occupy(fake, 'orders')
    await fake.connect().subscribe('presence-a', { id: 'ada' })
    await delivery.flush()
    expect(app.posts.map(({ rawBody }) => JSON.parse(rawBody).events)).toEqual([
      [{ name: 'member_added', channel: 'presence-a', user_id: 'ada' }],
    ])
  })

  test('gets its part of a batch, which the SDK accepts', async () => {
    const fake = quietFake({ webhookBatchInterval: 60_000 })
    const app = await AppServer.listen()
    const delivery = deliverWebhooks(fake, app.url, { events: ['channel_vacated', 'member_added'] })
    opened.push({ stop: () => delivery.stop(), close: () => app.close() })
    const peer = fake.connect()
    await peer.subscribe('presence-a', { id: 'ada' })
    peer.disconnect()
    fake.flushWebhooks()
    await delivery.flush()
    const [post] = app.posts
    const { appId, key, secret, cluster } = fake
    const webhook = new Pusher({ appId, key, secret, cluster }).webhook(post as never)
    expect(webhook.isValid()).toBe(true)
    expect(webhook.getEvents().map(({ name }) => name)).toEqual(['member_added', 'channel_vacated'])
    const [request] = fake.webhookRequests()
    expect(webhook.getTime().getTime()).toBe(JSON.parse(request?.rawBody ?? '').time_ms)
  })

  test.each([[[]], [['member_joined']], ['member_added']])('%j are none', (events) => {
    expect(() =>
      deliverWebhooks(quietFake(), 'http://127.0.0.1:9', { events: events as never }),
    ).toThrow(/Option "events" must be a list of at least one of channel_occupied, /)
  })
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
  expect(fake.problems()).toHaveLength(1)
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
  expect(fake.problems()).toMatchObject([
    { code: 'webhook_failed', message: expect.stringMatching(/channel_occupied .*503.*again/) },
    { code: 'webhook_failed', message: expect.stringMatching(/channel_occupied .*lost: .*503/) },
  ])
  expect(fake.problems()[0]?.message).toContain(app.url)
})

test('a refused port is a failure that names its cause', async () => {
  const { fake, app, delivery } = await scene(undefined, { retryDelay: 1, giveUpAfter: 1 })
  await app.close()
  await occupy(fake, 'a')
  await delivery.flush()
  expect(delivery.failures).toMatchObject([{ reason: expect.stringContaining('ECONNREFUSED') }])
  expect(fake.problems()).toMatchObject([
    { code: 'webhook_failed', message: expect.stringContaining('ECONNREFUSED') },
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

test('stop lets go of the connection to an app that never answers, whatever was collected meanwhile', async () => {
  const arrived = Promise.withResolvers<void>()
  const { fake, app, delivery } = await scene(() => {
    arrived.resolve()
    return new Promise<number>(() => {})
  })
  await occupy(fake, 'a')
  await arrived.promise
  await collectGarbage()
  delivery.stop()
  await expect.poll(() => app.connections()).toBe(0)
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

test('what a receiver does wrong is said at once, with status and URL, and once while it stays the same', async () => {
  const asked = Promise.withResolvers<string[]>()
  const { fake, app, delivery } = await scene(
    (nth) => {
      if (nth === 3) asked.resolve(fake.problems().map(({ message }) => message))
      return [500, 500, 503, 200][nth] ?? 200
    },
    { retryDelay: 1 },
  )
  await occupy(fake, 'a')
  await delivery.flush()
  expect(await asked.promise).toEqual([
    expect.stringMatching(/channel_occupied "a" to http.*HTTP 500\. It is tried again/),
    expect.stringMatching(/channel_occupied "a" to http.*HTTP 503\. It is tried again/),
  ])
  expect(app.channels).toHaveLength(4)
  expect(delivery.failures).toEqual([])
})

test.each([301, 302, 303, 307, 308])(
  'a redirect, %i, is a failure that names its target',
  async (status) => {
    const { fake, app, delivery } = await scene(() => status, { retryDelay: 1, giveUpAfter: 0 })
    app.location = '/elsewhere'
    await occupy(fake, 'a')
    const lost = await delivery.flush()
    expect(app.posts.map(({ path }) => path)).toEqual(['/pusher/webhooks'])
    expect(lost).toMatchObject([{ reason: expect.stringMatching(`HTTP ${status}.*/elsewhere`) }])
  },
)

test('an attempt has a bound, and what hangs is a failure like another', async () => {
  const { fake, app, delivery } = await scene(
    (nth) => (nth === 0 ? new Promise<number>(() => {}) : 200),
    { attemptTimeout: 20, retryDelay: 1 },
  )
  await occupy(fake, 'a', 'b')
  await delivery.flush()
  expect(app.channels).toEqual(['a', 'a', 'b'])
  expect(fake.problems()).toMatchObject([
    { code: 'webhook_failed', message: expect.stringContaining('no answer within 20 ms') },
  ])
})

test('the time of an attempt that hangs counts for giving up', async () => {
  const { fake, app, delivery } = await scene(() => new Promise<number>(() => {}), {
    attemptTimeout: 20,
    retryDelay: 1,
    giveUpAfter: 20,
  })
  await occupy(fake, 'a')
  expect(await delivery.flush()).toHaveLength(1)
  expect(app.posts).toHaveLength(1)
})

test('a fetch that does not listen to its signal is bounded as well', async () => {
  const fake = quietFake()
  const delivery = deliverWebhooks(fake, 'http://app.test/', {
    attemptTimeout: 20,
    giveUpAfter: 0,
    fetch: () => new Promise(() => {}),
  })
  await occupy(fake, 'a')
  expect(await delivery.flush()).toHaveLength(1)
})

describe('a last call', () => {
  test('ends the wait for a retry and tries each that waits once', async () => {
    const failed = Promise.withResolvers<void>()
    const { fake, app, delivery } = await scene((nth) => (nth < 2 ? 500 : 200), {
      retryDelay: NEVER,
      giveUpAfter: NEVER,
    })
    fake.on('problem', () => failed.resolve())
    await occupy(fake, 'a', 'b')
    await failed.promise
    const lost = await delivery.flush({ timeout: NEVER })
    expect(app.channels).toEqual(['a', 'a', 'b'])
    expect(lost).toMatchObject([{ reason: 'HTTP 500', request: { events: [{ channel: 'a' }] } }])
    expect(fake.problems().at(-1)?.message).toMatch(/channel_occupied "a" .*lost: HTTP 500/)
  })

  test('who hangs does not cost the others their attempt, and is lost by name', async () => {
    const { fake, app, delivery } = await scene((nth) =>
      nth === 0 ? new Promise<number>(() => {}) : 200,
    )
    await occupy(fake, 'a', 'b', 'c')
    const lost = await delivery.flush({ timeout: 400 })
    expect(app.channels.toSorted()).toEqual(['a', 'b', 'c'])
    expect(lost.map(({ request }) => request.events[0]?.channel)).toEqual(['a'])
    expect(fake.problems().map(({ message }) => message)).toEqual([
      expect.stringMatching(/channel_occupied "a" .*lost: no answer/),
    ])
  })

  test('nothing is left of it: later webhooks are tried again as ever', async () => {
    const { fake, app, delivery } = await scene((nth) => (nth === 0 || nth === 1 ? 500 : 200), {
      retryDelay: 1,
    })
    await occupy(fake, 'a')
    await delivery.flush({ timeout: NEVER })
    const before = app.posts.length
    await occupy(fake, 'b')
    await delivery.flush()
    expect(app.channels.slice(before)).toContain('b')
    expect(delivery.failures).toHaveLength(1)
  })

  test.each([-1, Number.NaN, '1'])('the timeout %o is refused', async (timeout) => {
    const { delivery } = await scene()
    await expect(delivery.flush({ timeout: timeout as number })).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('timeout'),
    })
  })
})

test('the body of an answer that nobody reads is cancelled', async () => {
  const cancelled: unknown[] = []
  const fake = quietFake()
  const delivery = deliverWebhooks(fake, 'http://app.test/', {
    giveUpAfter: 0,
    fetch: async () =>
      new Response(new ReadableStream({ cancel: () => void cancelled.push('cancelled') }), {
        status: cancelled.length === 0 ? 200 : 500,
      }),
  })
  await occupy(fake, 'a', 'b')
  await delivery.flush()
  expect(cancelled).toEqual(['cancelled', 'cancelled'])
})

test('a delivery ends with the block that uses it', async () => {
  const fake = quietFake()
  const app = await AppServer.listen()
  opened.push({ stop() {}, close: () => app.close() })
  {
    using delivery = deliverWebhooks(fake, app.url)
    await occupy(fake, 'a')
    await delivery.flush()
  }
  await occupy(fake, 'b')
  await new Promise((resolve) => setImmediate(resolve))
  expect(app.channels).toEqual(['a'])
})
