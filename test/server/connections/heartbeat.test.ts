import { expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { APP_URL, quietFake, RawClient } from '../../support/raw-client.ts'

const ping = { event: 'pusher:ping', data: '{}' }
const pong = { event: 'pusher:pong', data: {} }

function setUp(options: { activityTimeoutSeconds?: number; pongTimeoutSeconds?: number } = {}) {
  const clock = new ManualClock()
  const fake = quietFake({ clock, ...options })
  const client = new RawClient(fake)
  client.take()
  return { clock, fake, client }
}

test('a client that is silent for the activity timeout is pinged', () => {
  const { clock, client } = setUp()
  clock.advance(119_999)
  expect(client.take()).toEqual([])
  clock.advance(1)
  expect(client.take()).toEqual([ping])
})

test('a client of protocol 4, which knows no pings, gets none and is not closed for it', () => {
  const clock = new ManualClock()
  const url = APP_URL.replace('protocol=7', 'protocol=4')
  const client = new RawClient(quietFake({ clock }), url)
  client.take()
  clock.advance(3_600_000)
  expect(client.take()).toEqual([])
  expect(client.closes).toEqual([])
})

test('any frame of the client puts the ping off', () => {
  const { clock, client } = setUp()
  clock.advance(100_000)
  client.send(pong)
  clock.advance(119_999)
  expect(client.take()).toEqual([])
  clock.advance(1)
  expect(client.take()).toEqual([ping])
})

test('a control frame of the client puts the ping off, unless the network swallows it', () => {
  const { clock, fake, client } = setUp()
  clock.advance(100_000)
  client.heartbeat()
  clock.advance(119_999)
  expect(client.take()).toEqual([])
  fake.faults.silence()
  client.heartbeat()
  clock.advance(30_001)
  expect(fake.connections()).toEqual([])
})

test('no pong within the pong timeout closes with 4201', () => {
  const { clock, fake, client } = setUp()
  clock.advance(120_000 + 29_999)
  expect(client.closes).toEqual([])
  clock.advance(1)
  expect(client.closes).toEqual([{ code: 4201, reason: 'Pong reply not received' }])
  expect(fake.connections()).toEqual([])
  expect(clock.pending).toBe(0)
})

test('a pong keeps the connection, round after round', () => {
  const { clock, client } = setUp()
  for (let round = 0; round < 3; round += 1) {
    clock.advance(120_000)
    expect(client.take()).toEqual([ping])
    client.send(pong)
  }
  clock.advance(119_999)
  expect(client.closes).toEqual([])
})

test('a pong at the last moment counts', () => {
  const { clock, client } = setUp()
  clock.advance(120_000 + 29_999)
  client.send(pong)
  clock.advance(90_000)
  expect(client.closes).toEqual([])
})

test('a pong timeout longer than the activity timeout waits its whole length', () => {
  const { clock, client } = setUp({ activityTimeoutSeconds: 10, pongTimeoutSeconds: 30 })
  clock.advance(10_000)
  expect(client.take()).toEqual([ping])
  clock.advance(29_999)
  expect(client.closes).toEqual([])
  clock.advance(1)
  expect(client.closes).toMatchObject([{ code: 4201 }])
})

test('watching ends with the connection', () => {
  const { clock, client } = setUp()
  expect(clock.pending).toBe(1)
  client.close()
  expect(clock.pending).toBe(0)
})
