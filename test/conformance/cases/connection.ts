import assert from 'node:assert/strict'
import { type Case, subscribed } from '../case.ts'

/** What pusher-js does with each close code. Source: pusher-js core/connection/protocol/protocol.ts. */
const CODES = {
  refused: [4001, 4003, 4004, 4005, 4006, 4007, 4008, 4009, 4301, 4302],
  backoff: [4100],
  retry: [4200, 4201, 4202],
}

export const connectionCases: readonly Case[] = [
  {
    name: 'a client that changes to another key and cluster comes back with its channels',
    since: '8.5.0',
    options: { extraTokens: [{ key: 'eu-key', secret: 'eu-secret' }] },
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      const before = await ada.socketId()
      await ada.switchCluster('eu-key', 'eu')
      await ada.waitFor('orders', 'pusher:subscription_succeeded', 2)
      const [connection, ...others] = fake.connections()
      assert.deepEqual([connection?.channels, others], [['orders'], []])
      assert.match(connection?.url ?? '', /\/app\/eu-key\b/)
      assert.notEqual(connection?.socketId, before)
    },
  },
  ...CODES.refused.map(
    (code): Case => ({
      name: `close code ${code}: pusher-js gives up`,
      async run({ fake, client }) {
        const ada = await client()
        fake.faults.disconnect({ code })
        await ada.waitForState('disconnected')
        const { data } = await ada.waitFor('connection', 'error')
        assert.deepEqual((data as { data?: { code: number } }).data?.code, code)
      },
    }),
  ),
  ...[...CODES.backoff, ...CODES.retry].map(
    (code): Case => ({
      name: `close code ${code}: pusher-js connects again and subscribes again`,
      async run({ fake, client }) {
        const ada = await client()
        await subscribed(ada, 'orders')
        const before = await ada.socketId()
        fake.faults.disconnect({ code })
        await ada.waitFor('orders', 'pusher:subscription_succeeded', 2)
        assert.notEqual(await ada.socketId(), before)
        assert.deepEqual((await ada.states()).slice(-2), ['connecting', 'connected'])
      },
    }),
  ),
  {
    name: 'close code 4000: a client without TLS comes back with it',
    options: { tlsOnly: true },
    async run({ fake, client }) {
      const ada = await client({ connected: false, pusher: { forceTLS: false } })
      await ada.waitForState('connected')
      assert.match(fake.connections()[0]?.url ?? '', /^wss:/)
    },
  },
  {
    name: 'a lost network (1006): pusher-js connects again after its second',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      fake.faults.disconnect()
      await ada.waitFor('orders', 'pusher:subscription_succeeded', 2)
    },
  },
  {
    name: 'an unknown key is closed with 4001 and not tried again',
    async run({ client }) {
      const ada = await client({ key: 'other', connected: false })
      await ada.waitForState('disconnected')
      const { data } = await ada.waitFor('connection', 'error')
      assert.deepEqual((data as { error: { data: unknown } }).error.data, {
        code: 4001,
        message: 'App key other not in this cluster. Did you forget to specify the cluster?',
      })
      // The refusal comes as a frame and as a close.
      assert.equal(
        (await ada.recorded('connection')).filter(({ event }) => event === 'error').length,
        1,
      )
    },
  },
  ...(
    [
      [4003, { enabled: false }],
      [4004, { limits: { connections: 0 } }],
    ] as const
  ).map(
    ([code, options]): Case => ({
      name: `a connection that is not let in is closed with ${code}`,
      options,
      async run({ client }) {
        const ada = await client({ connected: false })
        await ada.waitForState('disconnected')
        const { data } = await ada.waitFor('connection', 'error')
        assert.equal((data as { error: { data: { code: number } } }).error.data.code, code)
      },
    }),
  ),
  {
    name: 'a connection that nobody authorizes in time is closed with 4009, one that signs in stays',
    options: { authorizedConnections: { timeoutSeconds: 1 } },
    async run({ client }) {
      const bob = await client({ user: 'bob' })
      await bob.signin()
      const ada = await client({ connected: false })
      await ada.waitForState('disconnected')
      assert.equal(await bob.state(), 'connected')
    },
  },
  {
    name: 'connections refused over capacity (4100) are tried again until they are let in',
    async run({ fake, client }) {
      const refusal = fake.faults.refuseConnections({ code: 4100 })
      const ada = await client({ connected: false })
      await ada.waitFor('connection', 'error')
      assert.equal(await ada.state(), 'connecting')
      refusal.restore()
      await ada.waitForState('connected')
    },
  },
  {
    name: 'a stalled socket makes the client unavailable',
    async run({ fake, client }) {
      fake.faults.stall()
      const ada = await client({
        connected: false,
        pusher: { unavailableTimeout: 50, enabledTransports: ['ws', 'wss'] },
      })
      await ada.waitForState('unavailable')
      assert.deepEqual(fake.connections(), [])
    },
  },
  {
    name: 'the service pings a silent client, and its pong keeps the connection',
    options: { activityTimeoutSeconds: 0.05, pongTimeoutSeconds: 2 },
    async run({ fake, client }) {
      const ada = await client()
      const pong = new Promise<void>((resolve) => {
        const stop = fake.on('frame', ({ direction, event }) => {
          if (direction !== 'in' || event !== 'pusher:pong') return
          stop()
          resolve()
        })
      })
      await pong
      assert.equal(await ada.state(), 'connected')
    },
  },
  {
    name: 'a client whose pings get no pong connects again',
    async run({ fake, client }) {
      const ada = await client({ pusher: { activityTimeout: 50, pongTimeout: 50 } })
      const silence = fake.faults.silence()
      await ada.waitForState('connecting')
      silence.restore()
      await ada.waitForState('connected')
    },
  },
  {
    name: 'a laptop wakes: its old socket is dead, and a new one works with the fault still on',
    async run({ fake, client }) {
      const ada = await client({ pusher: { activityTimeout: 50, pongTimeout: 50 } })
      await subscribed(ada, 'orders')
      const before = await ada.socketId()
      fake.faults.silence({ connected: true })
      await ada.waitFor('orders', 'pusher:subscription_succeeded', 2)
      assert.notEqual(await ada.socketId(), before)
      fake.trigger('orders', 'n', 1)
      await ada.waitFor('orders', 'n')
    },
  },
  {
    name: 'messages are lost, come twice, late and in another order, and the others as they should',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      fake.faults.lose({ event: 'lost' })
      fake.faults.duplicate({ event: 'twice' })
      fake.faults.delay({ ms: 20, event: 'late' })
      fake.faults.reorder({ event: 'swapped' })
      for (const name of ['lost', 'twice', 'late', 'swapped', 'plain'])
        fake.trigger('orders', name, 1)
      await ada.waitFor('orders', 'late')
      const heard = (await ada.recorded('orders')).map(({ event }) => event)
      assert.deepEqual(
        heard.filter((event) => !event.startsWith('pusher:')),
        ['twice', 'twice', 'plain', 'swapped', 'late'],
      )
    },
  },
  {
    name: 'latency delays every frame and keeps their order',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      const latency = fake.faults.latency(20)
      fake.trigger('orders', 'n', 1)
      fake.faults.latency(5)
      fake.trigger('orders', 'n', 2)
      latency.restore()
      fake.trigger('orders', 'n', 3)
      await ada.waitFor('orders', 'n', 3)
      const events = (await ada.recorded('orders')).slice(1)
      assert.deepEqual(
        events.map(({ data }) => data),
        [1, 2, 3],
      )
    },
  },
  {
    name: 'a malformed frame is an error of the connection, which goes on',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      fake.faults.sendRaw('not JSON')
      fake.faults.sendRaw({ event: 'pusher:from_the_future', data: '{}' })
      const { data } = await ada.waitFor('connection', 'error')
      assert.equal((data as { type: string }).type, 'MessageParseError')
      fake.trigger('orders', 'created', 1)
      await ada.waitFor('orders', 'created')
    },
  },
  {
    name: 'reset closes the clients, which come back to a clean service',
    async run({ fake, client }) {
      const ada = await client()
      await subscribed(ada, 'orders')
      fake.trigger('orders', 'created', 1)
      fake.reset()
      assert.deepEqual([fake.channels(), fake.frames(), fake.webhooks()], [[], [], []])
      await ada.waitFor('orders', 'pusher:subscription_succeeded', 2)
    },
  },
]
