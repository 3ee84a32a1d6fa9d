import { beforeEach, describe, expect, test, vi } from 'vitest'
import { hmacSha256Hex } from '../../../src/protocol/signatures.ts'
import type * as Support from '../../support/raw-client.ts'

const encryptionMasterKeyBase64 = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
const VAULT = 'private-encrypted-vault'
const CACHE = 'private-encrypted-cache-vault'

/** With a package in which nothing has been encrypted yet. */
let quietFake: typeof Support.quietFake
let RawClient: typeof Support.RawClient

beforeEach(async () => {
  vi.resetModules()
  const support = await import('../../support/raw-client.ts')
  quietFake = support.quietFake
  RawClient = support.RawClient
})

function names(frames: readonly Support.WireFrame[]): string[] {
  return frames.map(({ event, channel }) => (channel === undefined ? event : `${event} ${channel}`))
}

describe('the first subscription to an encrypted channel', () => {
  test('waits for what encrypts, and each frame of its connection behind it', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const client = new RawClient(fake)
    expect(client.subscribe(VAULT)).toEqual([])
    expect(client.subscribe('orders')).toEqual([])
    client.unsubscribe(VAULT)
    await fake.settled()
    expect(names(client.take())).toEqual([
      `pusher_internal:subscription_succeeded ${VAULT}`,
      'pusher_internal:subscription_succeeded orders',
    ])
    expect(fake.channels().map(({ name }) => name)).toEqual(['orders'])
    expect(fake.problems()).toEqual([])
  })

  test('keeps no other connection waiting', () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    new RawClient(fake).subscribe(VAULT)
    expect(new RawClient(fake).subscribe('orders')).toHaveLength(1)
  })

  test('gets what is triggered after it', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const bob = fake.connect()
    const joined = bob.subscribe(VAULT)
    fake.trigger(VAULT, 'opened', {})
    await joined
    await fake.settled()
    expect(bob.received.map(({ event }) => event)).toEqual([
      'pusher_internal:subscription_succeeded',
      'opened',
    ])
  })

  test('comes before what is triggered at the very moment in which that is there', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const { loadSecretBox } = await import('../../../src/server/channels/with-secret-box.ts')
    const triggered = loadSecretBox().then(() => fake.trigger(VAULT, 'opened', {}))
    const client = new RawClient(fake)
    client.subscribe(VAULT)
    await triggered
    await fake.settled()
    expect(names(client.take())).toEqual([
      `pusher_internal:subscription_succeeded ${VAULT}`,
      `opened ${VAULT}`,
    ])
  })

  test('is followed by events that arrive before trigger returns', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const bob = fake.connect()
    await bob.subscribe(VAULT)
    fake.trigger(VAULT, 'opened', {})
    expect(bob.received.at(-1)).toMatchObject({ event: 'opened', channel: VAULT })
  })

  test('comes to nothing when its connection ends meanwhile', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const client = new RawClient(fake)
    client.subscribe(VAULT)
    client.close()
    await fake.settled()
    expect(fake.channels()).toEqual([])
    expect(names(client.take())).toEqual([])
  })

  test('waits for nothing where others encrypt', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const auth = `${fake.key}:${hmacSha256Hex(fake.secret, `${client.socketId}:${VAULT}`)}`
    client.send({ event: 'pusher:subscribe', data: { channel: VAULT, auth } })
    expect(fake.channels().map(({ name }) => name)).toEqual([VAULT])
  })
})

describe('the first event of an encrypted channel', () => {
  test('is kept by a cache channel for whoever comes', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const published: string[] = []
    fake.on('publication', ({ event }) => published.push(event))
    fake.trigger(CACHE, 'opened', { by: 'Ada' })
    const client = new RawClient(fake)
    client.subscribe(CACHE)
    await fake.settled()
    expect(names(client.take())).toEqual([
      `pusher_internal:subscription_succeeded ${CACHE}`,
      `opened ${CACHE}`,
    ])
    expect(published).toEqual(['opened'])
  })

  test('is no more after a reset', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    fake.trigger(CACHE, 'opened', { by: 'Ada' })
    fake.reset()
    const client = new RawClient(fake)
    client.subscribe(CACHE)
    await fake.settled()
    expect(names(client.take())).toEqual([
      `pusher_internal:subscription_succeeded ${CACHE}`,
      `pusher:cache_miss ${CACHE}`,
    ])
  })

  test('is refused at once when it is too large', () => {
    const fake = quietFake({ encryptionMasterKeyBase64, limits: { eventDataBytes: 100 } })
    // Of which 60 are what stands around it, and 22 the tag in base64.
    expect(() => fake.trigger(VAULT, 'opened', 'a'.repeat(10))).not.toThrow()
    expect(() => fake.trigger(VAULT, 'opened', 'a'.repeat(15))).toThrow(/the allowed maximum/)
  })

  test('takes its nonce from the source of chance at once', async () => {
    const drawn = vi.fn(() => 0.5)
    const fake = quietFake({ encryptionMasterKeyBase64, random: drawn })
    fake.trigger(VAULT, 'opened', {})
    expect(drawn).toHaveBeenCalledTimes(24)
    await fake.settled()
    expect(drawn).toHaveBeenCalledTimes(24)
  })
})
