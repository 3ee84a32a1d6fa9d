import { expect, test } from 'vitest'
import { createPusherFake } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

test('reset closes connections and empties everything', () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock })
  const client = new RawClient(fake)
  const peer = fake.connect({ user: { id: 'ada' } })
  client.subscribe('presence-a', { id: 'bob' })
  client.subscribe('a b')
  fake.trigger('cache-a', 'created', 1)
  let resets = 0
  fake.on('reset', () => {
    resets += 1
  })
  fake.reset()
  expect(client.closes).toEqual([{ code: 4200, reason: 'The fake was reset' }])
  expect(peer.connected).toBe(false)
  const left = [fake.connections(), fake.channels(), fake.frames(), fake.webhooks()]
  expect(left).toEqual([[], [], [], []])
  expect(fake.problems()).toEqual([])
  expect(clock.pending).toBe(0)
  expect(resets).toBe(1)
})

test('reset ends faults and lets new clients in', () => {
  const fake = quietFake()
  fake.faults.goOffline()
  fake.faults.refuseConnections({ code: 4100 })
  fake.reset()
  expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
})

test('after reset the user of before is offline', () => {
  const fake = quietFake()
  fake.connect({ user: { id: 'ada' } })
  fake.reset()
  expect(new RawClient(fake).signin({ id: 'bob', watchlist: ['ada'] })[1]?.data).toEqual({
    events: [{ name: 'offline', user_ids: ['ada'] }],
  })
})

test('frames of a client from before the reset are ignored', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  fake.reset()
  client.send({ event: 'pusher:subscribe', data: { channel: 'orders' } })
  expect(fake.channels()).toEqual([])
  expect(fake.frames()).toEqual([])
})

test('listeners outlive a reset', () => {
  const fake = quietFake()
  const heard: string[] = []
  fake.on('connection', ({ socketId }) => heard.push(socketId))
  fake.reset()
  const { socketId } = new RawClient(fake)
  expect(heard).toEqual([socketId])
})

test('close ends the connections and lets nobody in any more', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  fake.close()
  expect(client.closes).toHaveLength(1)
  expect(new RawClient(fake).heard).toEqual(['drop'])
})

test('close keeps what a report shows, and reports what webhooks held back', () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock, webhookDelay: 1_000, webhookBatchInterval: 1_000 })
  let resets = 0
  fake.on('reset', () => {
    resets += 1
  })
  new RawClient(fake).subscribe('orders')
  fake.close()
  expect(resets).toBe(0)
  expect(fake.frames({ event: 'pusher:subscribe' })).toHaveLength(1)
  expect(fake.journal().map(({ kind }) => kind)).toContain('disconnection')
  expect(fake.webhookRequests().flatMap(({ events }) => events.map(({ name }) => name))).toEqual([
    'channel_occupied',
    'channel_vacated',
  ])
  expect([fake.channels(), clock.pending]).toEqual([[], 0])
})

test('clients that a close sends back come to the next fake', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  fake.close({ reconnect: true })
  expect(client.closes).toEqual([{ code: 4200, reason: 'The fake is closed' }])
})

test('using closes the fake at the end of the block', () => {
  let client: RawClient
  {
    using fake = createPusherFake({ logger: false })
    client = new RawClient(fake)
    expect(client.closes).toEqual([])
  }
  expect(client.closes).toEqual([{ code: 4001, reason: 'The fake is closed' }])
})

test('rotating the master key changes shared secrets until reset', () => {
  const encryptionMasterKeyBase64 = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
  const fake = quietFake({ encryptionMasterKeyBase64 })
  const secret = () =>
    fake.authorizeChannel({ socketId: '1.1', channelName: 'private-encrypted-bla' }).shared_secret
  const before = secret()
  fake.rotateEncryptionMasterKey(btoa('k'.repeat(32)))
  expect(secret()).not.toBe(before)
  fake.reset()
  expect(secret()).toBe(before)
  expect(() => fake.rotateEncryptionMasterKey('short')).toThrow('32 bytes encoded as base64')
})
