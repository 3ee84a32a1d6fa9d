import assert from 'node:assert/strict'
import { type Case, subscribed } from '../case.ts'

export const channelCases: readonly Case[] = [
  {
    name: 'public channel: every kind of JSON arrives as it was triggered',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      const values = [{ id: 1 }, [1, 2], 'text', '42', 42, true, null, { nested: { ünï: '😀' } }]
      for (const value of values) fake.trigger('orders', 'created', value)
      await ada.waitFor('orders', 'created', values.length)
      const events = (await ada.recorded('orders')).filter(({ event }) => event === 'created')
      // A string that is JSON is decoded by pusher-js, whoever sends it.
      const expected = values.map((value) => (value === '42' ? 42 : value))
      assert.deepEqual(
        events.map(({ data }) => data),
        expected,
      )
    },
  },
  {
    name: 'a trigger leaves out the connection with the socket id',
    async run({ fake, client }) {
      const [ada, bob] = await Promise.all([client(), client()])
      await subscribed(ada, 'orders')
      await subscribed(bob, 'orders')
      fake.trigger('orders', 'created', 1, { socketId: await ada.socketId() })
      fake.trigger('orders', 'last', 2)
      await ada.waitFor('orders', 'last')
      await bob.waitFor('orders', 'last')
      const names = async (client: typeof ada) =>
        (await client.recorded('orders')).map(({ event }) => event).slice(1)
      assert.deepEqual(await names(ada), ['last'])
      assert.deepEqual(await names(bob), ['created', 'last'])
    },
  },
  {
    name: 'a trigger to many channels reaches each once',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'a')
      await subscribed(ada, 'b')
      fake.trigger(['a', 'b', 'a'], 'ping', {})
      fake.trigger(['a', 'b'], 'last', {})
      for (const channel of ['a', 'b']) {
        await ada.waitFor(channel, 'last')
        const events = await ada.recorded(channel)
        assert.deepEqual(events.map(({ event }) => event).slice(1), ['ping', 'last'])
      }
    },
  },
  {
    name: 'private channel: a right signature lets in, a wrong one is pusher:error with code null',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, 'private-room')
      const eve = await client({ auth: { auth: 'app-key:0000' } })
      await eve.subscribe('private-room')
      const { data } = await eve.waitFor('connection', 'pusher:error')
      const { code, message } = data as { code: unknown; message: string }
      assert.equal(code, null)
      assert.match(
        message,
        /^Invalid signature: Expected HMAC SHA256 hex digest of \d+\.\d+:private-room, but got 0000$/,
      )
      assert.equal(await eve.state(), 'connected')
      assert.equal(fake.channel('private-room')?.subscriptionCount, 1)
    },
  },
  {
    name: 'private channel: a signature with another key is told so',
    async run({ client }) {
      const eve = await client({ auth: { auth: 'other:0000' } })
      await eve.subscribe('private-room')
      const { data } = await eve.waitFor('connection', 'pusher:error')
      assert.deepEqual(data, {
        code: null,
        message: "Invalid key in subscription auth data: 'other'",
      })
    },
  },
  ...[
    { status: 403, body: 'no' },
    { status: 500, body: 'broken' },
  ].map(
    (failure): Case => ({
      name: `an authorization endpoint that answers ${failure.status} is pusher:subscription_error`,
      async run({ fake, client }) {
        fake.faults.failSubscription('private-room', failure)
        const ada = await client({ user: 'ada' })
        await ada.subscribe('private-room')
        const { data } = await ada.waitFor('private-room', 'pusher:subscription_error')
        const { type, status } = data as { type: string; status: number }
        assert.deepEqual([type, status], ['AuthError', failure.status])
      },
    }),
  ),
  {
    name: 'an authorization endpoint that answers 200 with malformed JSON is pusher:subscription_error',
    async run({ fake, client }) {
      fake.faults.failSubscription('private-room', { status: 200, body: '{"auth":' })
      const ada = await client({ user: 'ada' })
      await ada.subscribe('private-room')
      const { data } = await ada.waitFor('private-room', 'pusher:subscription_error')
      assert.match((data as { error: string }).error, /^JSON returned from .* was invalid/)
    },
  },
  {
    name: 'unsubscribing vacates the channel, and subscribing again works',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      await ada.unsubscribe('orders')
      await fake.waitForWebhook('channel_vacated', { channel: 'orders' })
      assert.equal(fake.channel('orders'), undefined)
      await ada.subscribe('orders')
      await fake.waitForSubscription('orders')
    },
  },
  {
    name: 'an invalid channel name is pusher:error, and the connection goes on',
    async run({ client }) {
      const ada = await client()
      await ada.subscribe('no spaces')
      const { data } = await ada.waitFor('connection', 'pusher:error')
      assert.match((data as { message: string }).message, /^Invalid channel name "no spaces"/)
      await subscribed(ada, 'orders')
    },
  },
  {
    name: 'subscription_count is told to every subscriber where the app has it on',
    options: { subscriptionCount: true },
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      await ada.waitFor('orders', 'pusher:subscription_count')
      const bob = fake.connect()
      await bob.subscribe('orders')
      const { data } = await ada.waitFor('orders', 'pusher:subscription_count', 2)
      assert.deepEqual(data, { subscription_count: 2 })
      assert.equal(await ada.subscriptionCount('orders'), 2)
      bob.disconnect()
      await ada.waitFor('orders', 'pusher:subscription_count', 3)
      assert.equal(await ada.subscriptionCount('orders'), 1)
    },
  },
]
