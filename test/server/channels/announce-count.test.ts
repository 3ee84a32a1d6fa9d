import { expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function crowd(size: number, subscriptionCountThrottle: boolean) {
  const clock = new ManualClock()
  const fake = quietFake({ clock, subscriptionCount: true, subscriptionCountThrottle })
  const clients = Array.from({ length: size }, () => new RawClient(fake))
  for (const client of clients) client.subscribe('orders')
  const [first] = clients
  if (first === undefined) throw new Error('A crowd of nobody')
  first.take()
  const join = () => {
    const client = new RawClient(fake)
    client.subscribe('orders')
    return client
  }
  const counts = () =>
    first
      .take()
      .filter(({ event }) => event === 'pusher_internal:subscription_count')
      .map(
        ({ data }) =>
          (JSON.parse(String(data)) as { subscription_count: number }).subscription_count,
      )
  return { clock, fake, join, counts }
}

test('up to 100 subscribers hear of each change', () => {
  const { join, counts } = crowd(98, true)
  join()
  join()
  expect(counts()).toEqual([99, 100])
})

test('more hear of it every 5 seconds, of the count as it is then', () => {
  const { clock, fake, join, counts } = crowd(100, true)
  join()
  join()
  expect(counts()).toEqual([])
  clock.advance(4_999)
  expect(counts()).toEqual([])
  clock.advance(1)
  expect(counts()).toEqual([102])
  join()
  clock.advance(5_000)
  expect(counts()).toEqual([103])
  clock.advance(60_000)
  join()
  expect(counts()).toEqual([104])
  const reported = fake.webhooks().filter(({ name }) => name === 'subscription_count')
  expect(reported).toHaveLength(103)
})

test('at 100 again each change is told at once, and nothing that was held back', () => {
  const { clock, join, counts } = crowd(100, true)
  join().close()
  expect(counts()).toEqual([100])
  clock.advance(5_000)
  expect(counts()).toEqual([])
})

test('without the option nothing is held back', () => {
  const { join, counts } = crowd(101, false)
  join()
  join()
  expect(counts()).toEqual([102, 103])
})

test('a channel that is gone leaves no timer', () => {
  const { clock, fake, join } = crowd(100, true)
  join()
  fake.reset()
  clock.advance(5_000)
  expect(clock.pending).toBe(0)
})
