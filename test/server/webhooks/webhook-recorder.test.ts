import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const occupied = { name: 'channel_occupied', channel: 'orders' }
const vacated = { name: 'channel_vacated', channel: 'orders' }

describe('requests', () => {
  test('are signed over the very body', () => {
    const fake = quietFake({ clock: new ManualClock(1_000), key: 'app-key', secret: 's3cret' })
    new RawClient(fake).subscribe('orders')
    const rawBody = '{"time_ms":1000,"events":[{"name":"channel_occupied","channel":"orders"}]}'
    expect(fake.webhookRequests()).toEqual([
      {
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': 'app-key',
          'x-pusher-signature': createHmac('sha256', 's3cret').update(rawBody).digest('hex'),
        },
        rawBody,
        events: [occupied],
      },
    ])
  })

  test('hold one event each by default and those of an interval when batched', () => {
    const single = quietFake({ clock: new ManualClock() })
    const clock = new ManualClock()
    const batched = quietFake({ clock, webhookBatchInterval: 50 })
    for (const fake of [single, batched]) {
      const client = new RawClient(fake)
      client.subscribe('orders')
      client.unsubscribe('orders')
    }
    expect(single.webhookRequests().map(({ events }) => events)).toEqual([[occupied], [vacated]])
    clock.advance(49)
    expect(batched.webhookRequests()).toEqual([])
    expect(batched.webhooks()).toEqual([occupied, vacated])
    clock.advance(1)
    expect(batched.webhookRequests().map(({ events }) => events)).toEqual([[occupied, vacated]])
  })

  test('are told to listeners', () => {
    const fake = quietFake()
    const told: unknown[] = []
    fake.on('webhookRequest', (request) => told.push(request))
    new RawClient(fake).subscribe('orders')
    expect(told).toHaveLength(1)
    expect(told).toEqual(fake.webhookRequests())
  })
})

describe('the delay after a lost connection', () => {
  function setUp() {
    const clock = new ManualClock()
    const fake = quietFake({ clock, webhookDelay: 3_000 })
    const client = new RawClient(fake)
    client.subscribe('orders')
    return { clock, fake, client }
  }

  test('holds what the connection leaves behind', () => {
    const { clock, fake, client } = setUp()
    client.close(1006)
    clock.advance(2_999)
    expect(fake.webhooks()).toEqual([occupied])
    clock.advance(1)
    expect(fake.webhooks()).toEqual([occupied, vacated])
  })

  test('a return within it reports neither', () => {
    const { clock, fake, client } = setUp()
    client.close(1006)
    clock.advance(2_999)
    new RawClient(fake).subscribe('orders')
    clock.advance(10_000)
    expect(fake.webhooks()).toEqual([occupied])
  })

  test('goes by member, not by channel', () => {
    const { clock, fake } = setUp()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    const channel = 'presence-a'
    ada.subscribe(channel, { id: 'ada' })
    bob.subscribe(channel, { id: 'bob' })
    ada.close(1006)
    bob.close(1006)
    new RawClient(fake).subscribe(channel, { id: 'bob' })
    clock.advance(3_000)
    expect(fake.webhooks().slice(-3)).toEqual([
      { name: 'member_added', channel, user_id: 'ada' },
      { name: 'member_added', channel, user_id: 'bob' },
      { name: 'member_removed', channel, user_id: 'ada' },
    ])
  })

  test('does not hold back an unsubscription', () => {
    const { fake, client } = setUp()
    client.unsubscribe('orders')
    expect(fake.webhooks()).toEqual([occupied, vacated])
  })

  test('reset ends it, and reports nothing later', () => {
    const { clock, fake, client } = setUp()
    new RawClient(fake).subscribe('mail')
    client.close(1006)
    fake.reset()
    clock.advance(10_000)
    expect(fake.webhooks()).toEqual([])
    expect(fake.webhookRequests()).toEqual([])
    expect(clock.pending).toBe(0)
  })
})
