import { expect, test } from 'vitest'
import { CACHED_CHANNELS, EventCache } from '../../../src/server/channels/event-cache.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function succeeded(channel: string) {
  return { event: 'pusher_internal:subscription_succeeded', channel, data: '{}' }
}

function miss(channel: string) {
  return { event: 'pusher:cache_miss', channel }
}

test.each(['cache-a', 'private-cache-a'])('%s replays the last event after success', (channel) => {
  const fake = quietFake()
  fake.trigger(channel, 'created', { id: 1 })
  fake.trigger(channel, 'updated', { id: 2 })
  expect(new RawClient(fake).subscribe(channel)).toEqual([
    succeeded(channel),
    { event: 'updated', channel, data: '{"id":2}' },
  ])
})

test('a presence cache channel replays after the state', () => {
  const fake = quietFake()
  fake.trigger('presence-cache-a', 'created', 'text')
  const frames = new RawClient(fake).subscribe('presence-cache-a', { id: 'ada' })
  expect(frames.map(({ event }) => event)).toEqual([
    'pusher_internal:subscription_succeeded',
    'created',
  ])
  expect(frames[1]?.data).toBe('text')
})

test('nothing cached is a cache_miss, in the log of webhooks too', () => {
  const fake = quietFake()
  expect(new RawClient(fake).subscribe('cache-a')).toEqual([succeeded('cache-a'), miss('cache-a')])
  expect(fake.webhooks()).toContainEqual({ name: 'cache_miss', channel: 'cache-a' })
})

test('one webhook tells of the misses of all who subscribe to an empty channel', () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock, activityTimeoutSeconds: 7200 })
  const misses = () => fake.webhooks().filter(({ name }) => name === 'cache_miss').length
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  expect(ada.subscribe('cache-a')).toContainEqual(miss('cache-a'))
  expect(bob.subscribe('cache-a')).toContainEqual(miss('cache-a'))
  expect(misses()).toBe(1)
  fake.trigger('cache-a', 'created', 1)
  clock.advance(1_800_000)
  expect(new RawClient(fake).subscribe('cache-a')).toContainEqual(miss('cache-a'))
  expect(misses()).toBe(2)
})

test('a channel that was vacated and is empty again is a miss again', () => {
  const fake = quietFake()
  const ada = new RawClient(fake)
  ada.subscribe('cache-a')
  ada.unsubscribe('cache-a')
  ada.subscribe('cache-a')
  expect(fake.webhooks().filter(({ name }) => name === 'cache_miss')).toHaveLength(2)
})

test('a channel without the prefix neither replays nor misses', () => {
  const fake = quietFake()
  fake.trigger('orders', 'created', 1)
  expect(new RawClient(fake).subscribe('orders')).toEqual([succeeded('orders')])
})

test('the event outlives the subscribers and is forgotten after 30 minutes', () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock, activityTimeoutSeconds: 7200 })
  const ada = new RawClient(fake)
  ada.subscribe('cache-a')
  fake.trigger('cache-a', 'created', 1)
  ada.close()
  clock.advance(1_800_000 - 1)
  expect(new RawClient(fake).subscribe('cache-a')).toEqual([
    succeeded('cache-a'),
    { event: 'created', channel: 'cache-a', data: '1' },
  ])
  clock.advance(1)
  expect(new RawClient(fake).subscribe('cache-a')).toEqual([succeeded('cache-a'), miss('cache-a')])
})

test('a new event starts the time anew', () => {
  const clock = new ManualClock()
  const fake = quietFake({ clock, limits: { cacheSeconds: 10 } })
  fake.trigger('cache-a', 'created', 1)
  clock.advance(9_000)
  fake.trigger('cache-a', 'created', 2)
  clock.advance(9_000)
  expect(new RawClient(fake).subscribe('cache-a')[1]?.data).toBe('2')
})

test('client events are not cached', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.subscribe('private-cache-a')
  client.send({ event: 'client-a', channel: 'private-cache-a', data: 1 })
  expect(new RawClient(fake).subscribe('private-cache-a')).toEqual([
    succeeded('private-cache-a'),
    miss('private-cache-a'),
  ])
})

test('an event is cached also for the connection that it left out', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.subscribe('cache-a')
  fake.trigger('cache-a', 'created', 1, { socketId: client.socketId })
  expect(client.take()).toEqual([])
  client.unsubscribe('cache-a')
  expect(client.subscribe('cache-a')[1]).toEqual({
    event: 'created',
    channel: 'cache-a',
    data: '1',
  })
})

test('the snapshot shows the cached event, decoded', () => {
  const fake = quietFake()
  new RawClient(fake).subscribe('cache-a')
  expect(fake.channel('cache-a')).toEqual({ name: 'cache-a', subscriptionCount: 1 })
  fake.trigger('cache-a', 'created', { id: 1 })
  expect(fake.channel('cache-a')?.cachedEvent).toEqual({ event: 'created', data: { id: 1 } })
})

test('reset forgets what was cached', () => {
  const fake = quietFake()
  fake.trigger('cache-a', 'created', 1)
  fake.reset()
  expect(new RawClient(fake).subscribe('cache-a')[1]).toEqual(miss('cache-a'))
})

test('keeps so many channels and no more, and none whose time is over', () => {
  const clock = new ManualClock()
  const cache = new EventCache(clock, 60)
  for (let index = 0; index < CACHED_CHANNELS + 10; index += 1)
    cache.set(`cache-${index}`, 'e', '1')
  expect(cache.size).toBe(CACHED_CHANNELS)
  expect(cache.get('cache-9')).toBeUndefined()
  expect(cache.get('cache-10')?.event).toBe('e')
  clock.advance(30_000)
  cache.set('cache-10', 'again', '2')
  clock.advance(30_000)
  cache.set('cache-new', 'e', '3')
  expect(cache.size).toBe(2)
  expect(cache.get('cache-10')?.event).toBe('again')
})
