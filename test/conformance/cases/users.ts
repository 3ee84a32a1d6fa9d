import assert from 'node:assert/strict'
import type { Case, Client } from '../case.ts'

export const userCases: readonly Case[] = [
  {
    name: 'an event to a user reaches each of its connections and nobody else',
    async run({ fake, client }) {
      const [first, second, bob] = await Promise.all(
        ['ada', 'ada', 'bob'].map((user) => client({ user })),
      )
      assert.ok(first && second && bob)
      for (const each of [first, second, bob]) {
        const subscribed = new Promise((resolve) => fake.on('subscription', resolve))
        await each.signin()
        await subscribed
      }
      fake.sendToUser('ada', 'notice', { text: 'hi' })
      fake.sendToUser('bob', 'last', {})
      assert.deepEqual((await first.waitFor('user', 'notice')).data, { text: 'hi' })
      assert.deepEqual((await second.waitFor('user', 'notice')).data, { text: 'hi' })
      await bob.waitFor('user', 'last')
      const bobs = (await bob.recorded('user')).map(({ event }) => event)
      assert.ok(!bobs.includes('notice'))
      assert.deepEqual(fake.channels(), [])
    },
  },
  {
    name: 'a sign-in with a wrong signature is closed with 4009 and not tried again',
    async run({ fake, client }) {
      const eve = await client({
        userAuth: { auth: 'app-key:0000', user_data: '{"id":"ada"}' },
      })
      await eve.signin()
      await eve.waitForState('disconnected')
      const [problem] = fake.problems()
      assert.equal(problem?.code, 'signin_refused')
      assert.match(problem?.message ?? '', /Expected auth "app-key:[0-9a-f]{64}"/)
    },
  },
  {
    name: 'an authentication endpoint that fails is told to the user, and asked anew with the next connection',
    since: '8.6.0',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      const failing = fake.faults.failAuthentication({ status: 500, body: 'No' })
      await ada.signin()
      const { data } = await ada.waitFor('user', 'pusher:signin_error')
      const { type, error, status } = data as Readonly<Record<string, unknown>>
      assert.deepEqual([type, status], ['AuthError', 500])
      assert.match(String(error), /user-authentication endpoint - received status: 500/)
      assert.equal(await ada.state(), 'connected')
      failing.restore()
      // pusher-js asks once for each connection.
      fake.faults.disconnect({ code: 4200 })
      await fake.waitForSubscription('#server-to-user-ada')
    },
  },
  {
    name: 'terminating a user closes its connections, not those of others',
    async run({ fake, client }) {
      const [ada, bob] = await Promise.all([client({ user: 'ada' }), client({ user: 'bob' })])
      await signedInAs(fake, ada, 'ada')
      await signedInAs(fake, bob, 'bob')
      fake.terminateUserConnections('ada')
      await ada.waitForState('disconnected')
      assert.equal(await bob.state(), 'connected')
    },
  },
  {
    name: 'a watchlist tells who is online now and who comes and goes',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await ada.signin()
      assert.deepEqual((await ada.waitFor('watchlist', 'online')).data, {
        name: 'online',
        user_ids: ['ada'],
      })
      assert.deepEqual((await ada.waitFor('watchlist', 'offline')).data, {
        name: 'offline',
        user_ids: ['bob'],
      })
      const bob = fake.connect({ user: { id: 'bob' } })
      assert.deepEqual((await ada.waitFor('watchlist', 'online', 2)).data, {
        name: 'online',
        user_ids: ['bob'],
      })
      bob.disconnect()
      assert.deepEqual((await ada.waitFor('watchlist', 'offline', 2)).data, {
        name: 'offline',
        user_ids: ['bob'],
      })
    },
  },
  {
    name: 'a watchlist over the limit is cut, with pusher:error 4302',
    options: { limits: { watchlistSize: 1 } },
    async run({ client }) {
      const ada = await client({ user: 'ada' })
      await ada.signin()
      const { data } = await ada.waitFor('connection', 'pusher:error')
      assert.equal((data as { code: number }).code, 4302)
      await ada.waitFor('watchlist', 'online')
      assert.equal((await ada.recorded('watchlist')).length, 1)
    },
  },
]

async function signedInAs(
  fake: Parameters<Case['run']>[0]['fake'],
  client: Client,
  id: string,
): Promise<void> {
  await client.signin()
  await fake.waitForSubscription(`#server-to-user-${id}`)
}
