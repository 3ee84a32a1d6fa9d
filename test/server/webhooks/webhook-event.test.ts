import { expect, test } from 'vitest'
import { quietFake, RawClient } from '../../support/raw-client.ts'

test('a channel is occupied by its first subscriber and vacated by its last', () => {
  const fake = quietFake()
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  ada.subscribe('orders')
  bob.subscribe('orders')
  ada.unsubscribe('orders')
  expect(fake.webhooks()).toEqual([{ name: 'channel_occupied', channel: 'orders' }])
  bob.close()
  expect(fake.webhooks().slice(1)).toEqual([{ name: 'channel_vacated', channel: 'orders' }])
})

test('a member is added by its first connection and removed by its last', () => {
  const fake = quietFake()
  const channel = 'presence-a'
  const [ada, tab] = [new RawClient(fake), new RawClient(fake)]
  ada.subscribe(channel, { id: 'ada' })
  tab.subscribe(channel, { id: 'ada' })
  ada.close()
  tab.close()
  expect(fake.webhooks()).toEqual([
    { name: 'channel_occupied', channel },
    { name: 'member_added', channel, user_id: 'ada' },
    { name: 'member_removed', channel, user_id: 'ada' },
    { name: 'channel_vacated', channel },
  ])
})

test('client events with data as text, and a user_id on presence channels only', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  const { socketId } = client
  client.subscribe('private-a')
  client.subscribe('presence-a', { id: 'ada' })
  client.send({ event: 'client-x', channel: 'private-a', data: { a: 1 } })
  client.send({ event: 'client-y', channel: 'presence-a', data: 'text' })
  client.send({ event: 'client-z', channel: 'private-not-subscribed', data: 1 })
  expect(fake.webhooks().filter(({ name }) => name === 'client_event')).toEqual([
    {
      name: 'client_event',
      channel: 'private-a',
      event: 'client-x',
      data: '{"a":1}',
      socket_id: socketId,
    },
    {
      name: 'client_event',
      channel: 'presence-a',
      event: 'client-y',
      data: 'text',
      socket_id: socketId,
      user_id: 'ada',
    },
  ])
})

test('the subscription count on each change, where it is enabled', () => {
  const fake = quietFake({ subscriptionCount: true })
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  ada.subscribe('orders')
  bob.subscribe('orders')
  bob.close()
  const counts = fake.webhooks().filter(({ name }) => name === 'subscription_count')
  expect(counts).toEqual(
    [1, 2, 1].map((subscription_count) => ({
      name: 'subscription_count',
      channel: 'orders',
      subscription_count,
    })),
  )
})

test('are told to listeners and forgotten by reset', () => {
  const fake = quietFake()
  const told: unknown[] = []
  fake.on('webhook', (event) => told.push(event))
  new RawClient(fake).subscribe('orders')
  expect(told).toEqual([{ name: 'channel_occupied', channel: 'orders' }])
  fake.reset()
  expect(fake.webhooks()).toEqual([])
})
