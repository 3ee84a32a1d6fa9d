import assert from 'node:assert/strict'
import { type Case, subscribed } from '../case.ts'

const KEY = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
const OTHER_KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='

export const cacheAndEncryptionCases: readonly Case[] = [
  ...['cache-', 'private-cache-', 'presence-cache-', 'private-encrypted-cache-'].flatMap(
    (prefix): Case[] => [
      {
        name: `${prefix}: a subscriber gets the last event right after its success`,
        options: { encryptionMasterKeyBase64: KEY },
        async run({ fake, client }) {
          const channel = `${prefix}prices`
          fake.trigger(channel, 'price', { eur: 1 })
          fake.trigger(channel, 'price', { eur: 2 })
          const ada = await client({ user: 'ada' })
          await ada.subscribe(channel)
          const { data } = await ada.waitFor(channel, 'price')
          assert.deepEqual(data, { eur: 2 })
          const names = (await ada.recorded(channel)).map(({ event }) => event)
          assert.deepEqual(names, ['pusher:subscription_succeeded', 'price'])
        },
      },
      {
        name: `${prefix}: with nothing kept it gets pusher:cache_miss`,
        options: { encryptionMasterKeyBase64: KEY },
        async run({ fake, client }) {
          const channel = `${prefix}prices`
          const ada = await client({ user: 'ada' })
          await subscribed(ada, channel)
          await ada.waitFor(channel, 'pusher:cache_miss')
          await fake.waitForWebhook('cache_miss', { channel })
        },
      },
    ],
  ),
  {
    name: 'client events are not kept by a cache channel',
    async run({ client }) {
      const [ada, bob] = await Promise.all([client({ user: 'ada' }), client({ user: 'bob' })])
      await subscribed(ada, 'private-cache-room')
      await ada.trigger('private-cache-room', 'client-typing', {})
      await ada.waitFor('private-cache-room', 'pusher:cache_miss')
      await subscribed(bob, 'private-cache-room')
      await bob.waitFor('private-cache-room', 'pusher:cache_miss')
    },
  },
  {
    name: 'an encrypted channel: sealed on the wire, open in the callback',
    options: { encryptionMasterKeyBase64: KEY },
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, 'private-encrypted-room')
      fake.trigger('private-encrypted-room', 'secret', { text: 'psst' })
      fake.trigger('private-encrypted-room', 'text', 'plain')
      assert.deepEqual((await ada.waitFor('private-encrypted-room', 'secret')).data, {
        text: 'psst',
      })
      assert.equal((await ada.waitFor('private-encrypted-room', 'text')).data, 'plain')
      const [frame] = fake.frames({ event: 'secret' })
      assert.deepEqual(Object.keys(frame?.data as object), ['nonce', 'ciphertext'])
      assert.ok(!frame?.raw.includes('psst'))
    },
  },
  {
    name: 'after a rotation of the key pusher-js fetches the new one and carries on',
    options: { encryptionMasterKeyBase64: KEY },
    async run({ fake, client }) {
      const ada = await client({ user: 'ada' })
      await subscribed(ada, 'private-encrypted-room')
      fake.rotateEncryptionMasterKey(OTHER_KEY)
      fake.trigger('private-encrypted-room', 'secret', 1)
      assert.equal((await ada.waitFor('private-encrypted-room', 'secret')).data, 1)
      fake.trigger('private-encrypted-room', 'secret', 2)
      assert.equal((await ada.waitFor('private-encrypted-room', 'secret', 2)).data, 2)
    },
  },
]
