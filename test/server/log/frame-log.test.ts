import { expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

test('records both directions, decoded and as they were on the wire', () => {
  const clock = new ManualClock(5_000)
  const fake = quietFake({ clock })
  const client = new RawClient(fake)
  const { socketId } = client
  client.send({ event: 'pusher:subscribe', data: { channel: 'orders' } })
  clock.advance(7)
  fake.trigger('orders', 'created', { id: 1 })
  expect(fake.frames()).toEqual([
    {
      id: 1,
      number: 1,
      time: 5_000,
      direction: 'out',
      socketId,
      event: 'pusher:connection_established',
      data: { socket_id: socketId, activity_timeout: 120 },
      raw: JSON.stringify(client.frames[0]),
    },
    {
      id: 2,
      number: 2,
      time: 5_000,
      direction: 'in',
      socketId,
      event: 'pusher:subscribe',
      channel: 'orders',
      data: { channel: 'orders' },
      raw: '{"event":"pusher:subscribe","data":{"channel":"orders"}}',
    },
    {
      id: expect.any(Number),
      number: 3,
      time: 5_000,
      direction: 'out',
      socketId,
      event: 'pusher_internal:subscription_succeeded',
      channel: 'orders',
      data: {},
      raw: '{"event":"pusher_internal:subscription_succeeded","channel":"orders","data":"{}"}',
    },
    {
      id: expect.any(Number),
      number: 4,
      time: 5_007,
      direction: 'out',
      socketId,
      event: 'created',
      channel: 'orders',
      data: { id: 1 },
      raw: '{"event":"created","channel":"orders","data":"{\\"id\\":1}"}',
    },
  ])
})

test('filters by direction, event, channel, socket and all at once', () => {
  const fake = quietFake()
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  ada.subscribe('orders')
  bob.subscribe('orders')
  bob.subscribe('mail')
  fake.trigger('orders', 'created', 1)
  expect(fake.frames({ direction: 'in' })).toHaveLength(3)
  expect(fake.frames({ event: 'created' })).toHaveLength(2)
  expect(fake.frames({ channel: 'mail' }).map(({ event }) => event)).toEqual([
    'pusher:subscribe',
    'pusher_internal:subscription_succeeded',
  ])
  expect(fake.frames({ socketId: ada.socketId })).toHaveLength(4)
  const { socketId } = bob
  expect(
    fake.frames({ direction: 'out', event: 'created', channel: 'orders', socketId }),
  ).toHaveLength(1)
  expect(fake.frames({ direction: 'in', event: 'created' })).toEqual([])
})

test('keeps the last frames only, oldest first, and counts on, webhooks too', () => {
  const fake = quietFake({ frameLogSize: 3 })
  const client = new RawClient(fake)
  client.subscribe('orders')
  expect(fake.frames().map(({ id }) => id)).toEqual([1, 2, 4])
  fake.trigger('orders', 'created', 1)
  expect(fake.frames().map(({ id }) => id)).toEqual([2, 4, 5])
  fake.trigger('orders', 'created', 2)
  fake.trigger('orders', 'created', 3)
  fake.trigger('orders', 'created', 4)
  expect(fake.frames().map(({ id, data }) => [id, data])).toEqual([
    [6, 2],
    [7, 3],
    [8, 4],
  ])
})

test('marks a refused frame with the problem and no other', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.subscribe('orders')
  client.subscribe('orders')
  client.send({ event: 'pusher:ping', data: {} })
  expect(fake.frames({ direction: 'in' }).map(({ problem }) => problem)).toEqual([
    undefined,
    'Existing subscription to channel orders',
    undefined,
  ])
})

test('records frames that could not be read', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.sendRaw('{oops')
  client.sendRaw(new Uint8Array([1]))
  expect(fake.frames({ direction: 'in' })).toMatchObject([
    { event: '', data: '{oops', raw: '{oops', problem: 'Received invalid JSON' },
    { event: '', data: '[binary]', raw: '[binary]', problem: 'Binary frames are not supported' },
  ])
})

test('reset empties it and goes on counting, the end of connections too', () => {
  const fake = quietFake()
  new RawClient(fake)
  fake.reset()
  expect(fake.frames()).toEqual([])
  new RawClient(fake)
  expect(fake.frames().map(({ id }) => id)).toEqual([3])
})
