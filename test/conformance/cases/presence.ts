import assert from 'node:assert/strict'
import { type Case, subscribed } from '../case.ts'

const ROOM = 'presence-room'

export const presenceCases: readonly Case[] = [
  {
    name: 'a presence channel knows its members and who I am',
    async run({ fake, client }) {
      const bob = fake.connect()
      await bob.subscribe(ROOM, { id: 'bob', info: { name: 'Bob' } })
      const ada = await client({ user: 'ada' })
      await subscribed(ada, ROOM)
      assert.deepEqual(await ada.members(ROOM), {
        count: 2,
        me: { id: 'ada', info: { name: 'ADA' } },
        ids: ['bob', 'ada'],
      })
    },
  },
  {
    name: 'members are told of others coming and going, but not of themselves',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, ROOM)
      const bob = fake.connect()
      await bob.subscribe(ROOM, { id: 'bob', info: { name: 'Bob' } })
      const added = await ada.waitFor(ROOM, 'pusher:member_added')
      bob.disconnect()
      const removed = await ada.waitFor(ROOM, 'pusher:member_removed')
      const expected = { id: 'bob', info: { name: 'Bob' } }
      assert.deepEqual([added.data, removed.data], [expected, expected])
      const names = (await ada.recorded(ROOM)).map(({ event }) => event)
      assert.deepEqual(names.slice(1), ['pusher:member_added', 'pusher:member_removed'])
    },
  },
  {
    name: 'a user with two connections is one member, gone with the last of them',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, ROOM)
      const [first, second] = [fake.connect(), fake.connect()]
      await first.subscribe(ROOM, { id: 'bob' })
      await second.subscribe(ROOM, { id: 'bob' })
      assert.equal(fake.channel(ROOM)?.userCount, 2)
      assert.equal(fake.channel(ROOM)?.subscriptionCount, 3)
      first.disconnect()
      assert.equal(fake.channel(ROOM)?.userCount, 2)
      second.disconnect()
      await ada.waitFor(ROOM, 'pusher:member_removed')
      const names = (await ada.recorded(ROOM)).map(({ event }) => event)
      assert.deepEqual(names.slice(1), ['pusher:member_added', 'pusher:member_removed'])
    },
  },
  {
    name: 'a full presence channel refuses a new user, not a known one',
    options: { limits: { presenceMembers: 1 } },
    async run({ fake, client }) {
      await fake.connect().subscribe(ROOM, { id: 'bob' })
      const ada = await client({ user: 'ada' })
      await ada.subscribe(ROOM)
      const { data } = await ada.waitFor('connection', 'pusher:error')
      assert.match((data as { message: string }).message, /full: the maximum is 1 members/)
      const bob = await client({ user: 'bob' })
      await subscribed(bob, ROOM)
    },
  },
  {
    name: 'members named as properties of Object are ordinary members',
    async run({ fake, client }) {
      const ada = await client({ user: 'constructor' })
      await subscribed(ada, ROOM)
      await fake.connect().subscribe(ROOM, { id: 'hasOwnProperty' })
      await ada.waitFor(ROOM, 'pusher:member_added')
      const ids = fake.channel(ROOM)?.members?.map(({ id }) => id)
      assert.deepEqual(ids, ['constructor', 'hasOwnProperty'])
    },
  },
  {
    name: 'a signed-in client is a member without channel_data',
    async run({ fake, client }) {
      const ada = await client({ user: 'ada', presenceFromSignin: true })
      await ada.signin()
      await ada.subscribe(ROOM)
      await ada.waitFor(ROOM, 'pusher:subscription_succeeded')
      assert.deepEqual(fake.channel(ROOM)?.members, [{ id: 'ada', info: { name: 'ADA' } }])
    },
  },
]
