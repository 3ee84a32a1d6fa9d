import assert from 'node:assert/strict'
import { type Case, type Client, subscribed } from '../case.ts'

async function errorOf(client: Client): Promise<{ code: unknown; message: string }> {
  const { data } = await client.waitFor('connection', 'pusher:error')
  return data as { code: unknown; message: string }
}

export const clientEventCases: readonly Case[] = [
  {
    name: 'a client event reaches the other subscribers with its sender, and never comes back',
    async run({ fake, client }) {
      const [ada, bob] = await Promise.all([client({ user: 'ada' }), client({ user: 'bob' })])
      await subscribed(ada, 'presence-room')
      await subscribed(bob, 'presence-room')
      await ada.trigger('presence-room', 'client-typing', { on: true })
      const got = await bob.waitFor('presence-room', 'client-typing')
      assert.deepEqual([got.data, got.userId], [{ on: true }, 'ada'])
      assert.deepEqual(
        (await ada.recorded('presence-room')).filter(({ event }) => event === 'client-typing'),
        [],
      )
      const record = await fake.waitForClientEvent('presence-room', 'client-typing')
      assert.deepEqual(record, {
        socketId: await ada.socketId(),
        channel: 'presence-room',
        event: 'client-typing',
        data: { on: true },
        userId: 'ada',
      })
    },
  },
  {
    name: 'on a private channel a client event has no user',
    async run({ client }) {
      const [ada, bob] = await Promise.all([client({ user: 'ada' }), client({ user: 'bob' })])
      await subscribed(ada, 'private-room')
      await subscribed(bob, 'private-room')
      await ada.trigger('private-room', 'client-message', 'text')
      const got = await bob.waitFor('private-room', 'client-message')
      assert.deepEqual(got, { source: 'private-room', event: 'client-message', data: 'text' })
    },
  },
  {
    name: 'a client event on a public channel is refused',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      await ada.trigger('orders', 'client-typing', {})
      assert.deepEqual(await errorOf(ada), {
        code: null,
        message: 'Client event rejected - only supported on private and presence channels',
      })
      assert.equal(fake.problems()[0]?.code, 'client_event_refused')
    },
  },
  {
    name: 'client events are refused where the app has them off',
    options: { clientEvents: false },
    async run({ client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, 'private-room')
      await ada.trigger('private-room', 'client-typing', {})
      assert.deepEqual(await errorOf(ada), {
        code: null,
        message:
          'To send client events, you must enable this feature in the Settings page of your dashboard.',
      })
    },
  },
  {
    name: 'more client events in a second than allowed are refused with 4301, the connection stays',
    options: { limits: { clientEventsPerSecond: 2 } },
    async run({ fake, client }) {
      const bob = fake.connect()
      await bob.subscribe('private-room')
      const ada = await client({ user: 'ada' })
      await subscribed(ada, 'private-room')
      for (const count of [1, 2, 3]) await ada.trigger('private-room', 'client-typing', count)
      assert.equal((await errorOf(ada)).code, 4301)
      assert.deepEqual(
        bob.received.filter(({ event }) => event === 'client-typing').map(({ data }) => data),
        [1, 2],
      )
      assert.equal(await ada.state(), 'connected')
    },
  },
]
