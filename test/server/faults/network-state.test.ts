import { describe, expect, test } from 'vitest'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

describe('latency', () => {
  function setUp() {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const client = new RawClient(fake)
    client.subscribe('orders')
    return { clock, fake, client }
  }

  test('delays every frame in each direction', () => {
    const { clock, fake, client } = setUp()
    fake.faults.latency(100)
    client.send({ event: 'pusher:ping', data: {} })
    clock.advance(99)
    expect(fake.frames({ event: 'pusher:ping' })).toEqual([])
    clock.advance(1)
    expect(fake.frames({ event: 'pusher:ping' })).toHaveLength(1)
    clock.advance(99)
    expect(client.take()).toEqual([])
    clock.advance(1)
    expect(client.take()).toEqual([{ event: 'pusher:pong', data: '{}' }])
  })

  test('delays the opening of a new socket before its handshake', () => {
    const { clock, fake } = setUp()
    fake.faults.latency(100)
    const client = new RawClient(fake)
    expect(client.heard).toEqual([])
    clock.advance(100)
    expect(client.heard).toEqual(['open', 'pusher:connection_established'])
  })

  test('keeps the order of frames when it shrinks or ends', () => {
    const { clock, fake, client } = setUp()
    const fault = fake.faults.latency(100)
    fake.trigger('orders', 'first', 1)
    fake.faults.latency(10)
    fake.trigger('orders', 'second', 2)
    fault.restore()
    fake.faults.latency(0)
    fake.trigger('orders', 'third', 3)
    clock.advance(99)
    expect(client.take()).toEqual([])
    clock.advance(1)
    expect(client.take().map(({ event }) => event)).toEqual(['first', 'second', 'third'])
    fake.trigger('orders', 'fourth', 4)
    expect(client.take()).toHaveLength(1)
  })

  test('delays the close behind the frames before it', () => {
    const { clock, fake, client } = setUp()
    fake.faults.latency(100)
    fake.trigger('orders', 'last', 1)
    fake.faults.disconnect({ code: 4200 })
    expect(client.closes).toEqual([])
    clock.advance(100)
    expect(client.heard.slice(-2)).toEqual(['last', 'close 4200'])
  })

  test('a close does not overtake frames under way when latency has ended', () => {
    const { clock, fake, client } = setUp()
    const fault = fake.faults.latency(100)
    fake.trigger('orders', 'last', 1)
    fault.restore()
    fake.faults.disconnect({ code: 4200 })
    expect(client.closes).toEqual([])
    clock.advance(100)
    expect(client.heard.slice(-2)).toEqual(['last', 'close 4200'])
  })

  test('frames under way are lost with the network', () => {
    const { clock, fake, client } = setUp()
    fake.faults.latency(100)
    fake.trigger('orders', 'lost', 1)
    fake.faults.disconnect()
    clock.advance(100)
    expect(client.heard).not.toContain('lost')
    expect(client.heard.at(-1)).toBe('drop')
  })

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %j', (ms) => {
    expect(() => quietFake().faults.latency(ms)).toThrow(
      `faults.latency: Option "ms" must be 0 ms or more, up to 2147483647, got ${ms}.`,
    )
  })
})

describe('silence', () => {
  test('swallows frames in both directions while the socket stays open', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    const logged = fake.frames().length
    const fault = fake.faults.silence()
    client.send({ event: 'pusher:ping', data: {} })
    fake.trigger('orders', 'created', 1)
    expect(client.take()).toEqual([])
    expect(fake.frames()).toHaveLength(logged)
    expect(client.closes).toEqual([])
    fault.restore()
    fake.trigger('orders', 'created', 2)
    expect(client.take()).toEqual([{ event: 'created', channel: 'orders', data: '2' }])
  })
})

describe('restoring one of two faults', () => {
  test('of an older latency leaves a newer one in force', () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const older = fake.faults.latency(100)
    fake.faults.latency(50)
    older.restore()
    const client = new RawClient(fake)
    expect(client.heard).toEqual([])
    clock.advance(50)
    expect(client.heard).toContain('open')
  })

  test('of one silence leaves another in force', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    const older = fake.faults.silence()
    fake.faults.silence()
    older.restore()
    fake.trigger('orders', 'created', 1)
    expect(client.take()).toEqual([])
  })
})
