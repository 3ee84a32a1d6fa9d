import { describe, expect, test } from 'vitest'
import { BoundedLog } from '../../../src/server/log/bounded-log.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function logOf(bounds: { entries: number; bytes: number }): BoundedLog<string> {
  return new BoundedLog(bounds, (text) => text.length)
}

test('keeps the last of many', () => {
  const log = logOf({ entries: 3, bytes: 1e9 })
  for (let number = 1; number <= 10_000; number += 1) log.push(String(number))
  expect(log.list()).toEqual(['9998', '9999', '10000'])
  expect(log.list(2)).toEqual(['9999', '10000'])
  log.clear()
  expect(log.list()).toEqual([])
})

test('keeps no more than fit, and the newest whatever its size', () => {
  const log = logOf({ entries: 100, bytes: 1_000 })
  for (const text of ['a', 'b', 'c']) log.push(text.repeat(150))
  expect(log.list()).toEqual(['b'.repeat(150), 'c'.repeat(150)])
  log.push('d'.repeat(10_000))
  expect(log.list()).toEqual(['d'.repeat(10_000)])
  log.push('e')
  expect(log.list()).toEqual(['e'])
})

describe('a fake within 1 MiB', () => {
  const options = { frameLogBytes: 1_048_576, limits: false } as const
  const large = 'x'.repeat(100_000)

  test('forgets frames', () => {
    const fake = quietFake(options)
    const client = new RawClient(fake)
    client.subscribe('orders')
    for (let number = 1; number <= 20; number += 1) fake.trigger('orders', 'created', large)
    expect(fake.frames()).toHaveLength(5)
  })

  test('counts a frame for many subscribers once', () => {
    const fake = quietFake(options)
    for (let number = 1; number <= 20; number += 1) new RawClient(fake).subscribe('orders')
    fake.trigger('orders', 'created', large)
    expect(fake.frames({ event: 'created' })).toHaveLength(20)
  })

  test('forgets client events of webhooks and what was refused', () => {
    const fake = quietFake(options)
    const client = new RawClient(fake)
    client.subscribe('private-chat')
    for (let number = 1; number <= 20; number += 1) {
      client.send({ event: 'client-said', channel: 'private-chat', data: large })
      client.send({ event: 'pusher:subscribe', data: { channel: 'private-a', auth: large } })
    }
    expect(fake.webhooks()).toHaveLength(5)
    expect(fake.webhookRequests()).toHaveLength(5)
    expect(fake.problems().length).toBeLessThan(10)
  })

  test('keeps the start of a body, and few of many', async () => {
    const fake = quietFake(options)
    const url = 'http://fake/apps/1000001/events'
    for (let number = 1; number <= 4; number += 1) {
      await fake.fetch(new Request(url, { method: 'POST', body: 'x'.repeat(1_000_000) }))
    }
    const bodies = fake.journal().map((entry) => (entry.kind === 'rest' ? entry.body : ''))
    expect(bodies).toHaveLength(1)
    expect(bodies[0]?.slice(262_140)).toBe('xxxx… (1000000 characters)')
  })
})
