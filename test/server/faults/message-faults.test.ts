import { describe, expect, test } from 'vitest'
import type { MessageFault } from '../../../src/index.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

function world(options: { seed?: number } = {}) {
  const clock = new ManualClock()
  const fake = quietFake({ clock, ...options })
  const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
  for (const client of [ada, bob]) {
    client.subscribe('orders')
    client.subscribe('private-chat')
    client.take()
  }
  const events = (client: RawClient) => client.take().map(({ event }) => event)
  const trigger = (...names: string[]) => {
    for (const name of names) fake.trigger('orders', name, {})
  }
  return { clock, fake, ada, bob, events, trigger }
}

describe('lose', () => {
  test('swallows every message until it is restored', () => {
    const { fake, ada, events, trigger } = world()
    const fault = fake.faults.lose()
    trigger('a')
    ada.send({ event: 'pusher:ping', data: {} })
    expect(events(ada)).toEqual([])
    expect(fake.frames({ event: 'pusher:ping' })).toEqual([])
    fault.restore()
    trigger('b')
    expect(events(ada)).toEqual(['b'])
  })

  test('of so many, after which it has ended', () => {
    const { fake, ada, bob, events, trigger } = world()
    fake.faults.lose({ socketId: ada.socketId, times: 2 })
    trigger('a', 'b', 'c')
    expect([events(ada), events(bob)]).toEqual([['c'], ['a', 'b', 'c']])
    expect(fake.faults.active()).toEqual([])
  })

  test.each<[filter: MessageFault, ada: string[], bob: string[]]>([
    [{ event: 'created' }, ['client-a', 'other'], ['other']],
    [{ channel: 'private-chat' }, ['created', 'other'], ['created', 'other']],
    [{ direction: 'in' }, ['created', 'other'], ['created', 'other']],
    [{ direction: 'out' }, [], []],
    [{ direction: 'out', event: 'client-a' }, ['created', 'other'], ['created', 'other']],
    [
      { event: 'created', channel: 'private-chat' },
      ['client-a', 'created', 'other'],
      ['created', 'other'],
    ],
    [{ times: 0 }, ['client-a', 'created', 'other'], ['created', 'other']],
  ])('those that match %j', (filter, adas, bobs) => {
    const { fake, ada, bob, events, trigger } = world()
    fake.faults.lose(filter)
    bob.send({ event: 'client-a', channel: 'private-chat', data: {} })
    trigger('created', 'other')
    expect([events(ada), events(bob)]).toEqual([adas, bobs])
  })

  test('what is lost on its way in has never come', () => {
    const { fake, ada } = world()
    fake.faults.lose({ direction: 'in', event: 'pusher:subscribe', channel: 'news' })
    expect(ada.subscribe('news')).toEqual([])
    expect(fake.channel('news')).toBeUndefined()
  })

  test('also the first frame of a connection', () => {
    const { fake } = world()
    fake.faults.lose({ event: 'pusher:connection_established', times: 1 })
    expect(new RawClient(fake).heard).toEqual(['open'])
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
  })

  test('leaves the pings of the socket itself alone', () => {
    const { fake, ada } = world()
    fake.faults.lose()
    expect(() => ada.heartbeat()).not.toThrow()
  })
})

describe('duplicate', () => {
  test('lets a message arrive twice, in each direction', () => {
    const { fake, ada, bob, events, trigger } = world()
    fake.faults.duplicate({ event: 'created', socketId: ada.socketId, times: 1 })
    trigger('created', 'other')
    expect([events(ada), events(bob)]).toEqual([
      ['created', 'created', 'other'],
      ['created', 'other'],
    ])
    expect(fake.frames({ event: 'created', socketId: ada.socketId })).toHaveLength(2)
    fake.faults.duplicate({ direction: 'in', event: 'client-a' })
    ada.send({ event: 'client-a', channel: 'private-chat', data: {} })
    expect(events(bob)).toEqual(['client-a', 'client-a'])
  })

  test('a subscription that comes twice is refused once', () => {
    const { fake, ada } = world()
    fake.faults.duplicate({ event: 'pusher:subscribe' })
    expect(ada.subscribe('news').map(({ event }) => event)).toEqual([
      'pusher_internal:subscription_succeeded',
      'pusher:error',
    ])
  })
})

describe('delay', () => {
  test('holds up those that match, which others overtake', () => {
    const { clock, fake, ada, events, trigger } = world()
    fake.faults.delay({ ms: 100, event: 'slow' })
    trigger('slow', 'fast')
    expect(events(ada)).toEqual(['fast'])
    clock.advance(99)
    expect(events(ada)).toEqual([])
    clock.advance(1)
    expect(events(ada)).toEqual(['slow'])
  })

  test('of the client, too', () => {
    const { clock, fake, ada, bob, events } = world()
    fake.faults.delay({ ms: 100, direction: 'in', socketId: ada.socketId, times: 1 })
    ada.send({ event: 'client-a', channel: 'private-chat', data: {} })
    ada.send({ event: 'client-b', channel: 'private-chat', data: {} })
    expect(events(bob)).toEqual(['client-b'])
    clock.advance(100)
    expect(events(bob)).toEqual(['client-a'])
  })

  test('what is late does not come after the close', () => {
    const { clock, fake, ada, trigger } = world()
    fake.faults.delay({ ms: 100 })
    trigger('slow')
    fake.faults.disconnect({ code: 4200 })
    clock.advance(1_000)
    expect(ada.heard.at(-1)).toBe('close 4200')
    expect(ada.heard).not.toContain('slow')
  })

  test('wants to know how long', () => {
    const { fake } = world()
    expect(() => fake.faults.delay({} as never)).toThrow(
      /faults\.delay: Option "ms" must be 0 ms or more/,
    )
  })
})

describe('reorder', () => {
  test('lets each that matches change places with the next', () => {
    const { fake, ada, events, trigger } = world()
    const fault = fake.faults.reorder({ channel: 'orders' })
    trigger('a', 'b', 'c', 'd')
    expect(events(ada)).toEqual(['b', 'a', 'd', 'c'])
    fault.restore()
    trigger('e', 'f')
    expect(events(ada)).toEqual(['e', 'f'])
  })

  test('as often as it says, and what comes next may be anything', () => {
    const { fake, ada, events, trigger } = world()
    fake.faults.reorder({ event: 'a', socketId: ada.socketId, times: 1 })
    trigger('a')
    expect(events(ada)).toEqual([])
    expect(fake.faults.active()).toEqual([])
    ada.send({ event: 'pusher:ping', data: {} })
    expect(events(ada)).toEqual(['pusher:pong', 'a'])
  })

  test('one that none follows goes alone after a second', () => {
    const { clock, fake, ada, events, trigger } = world()
    fake.faults.reorder({ event: 'a' })
    trigger('a')
    clock.advance(999)
    expect(events(ada)).toEqual([])
    clock.advance(1)
    expect(events(ada)).toEqual(['a'])
  })

  test('one that waits comes before the close', () => {
    const { fake, ada, trigger } = world()
    fake.faults.reorder({ event: 'a' })
    trigger('a')
    fake.faults.disconnect({ code: 4200 })
    expect(ada.heard.slice(-2)).toEqual(['a', 'close 4200'])
  })
})

test('several work on one message', () => {
  const { clock, fake, ada, events, trigger } = world()
  fake.faults.duplicate({ event: 'a' })
  fake.faults.delay({ ms: 10, event: 'a' })
  trigger('a', 'b')
  expect(events(ada)).toEqual(['b'])
  clock.advance(10)
  expect(events(ada)).toEqual(['a', 'a'])
  fake.faults.lose({ event: 'a' })
  trigger('a')
  clock.advance(10)
  expect(events(ada)).toEqual([])
})

describe('jitter', () => {
  const arrivals = (seed: number) => {
    const { clock, fake, ada, events, trigger } = world({ seed })
    fake.faults.jitter(10, 60)
    const times: number[] = []
    for (let count = 0; count < 20; count += 1) {
      trigger('a')
      let ms = 0
      while (events(ada).length === 0) {
        clock.advance(1)
        ms += 1
      }
      times.push(ms)
    }
    return times
  }

  test('draws a time between its bounds for each frame, the same for the same seed', () => {
    const times = arrivals(7)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...times)).toBeLessThanOrEqual(61)
    expect(new Set(times).size).toBeGreaterThan(5)
    expect(arrivals(7)).toEqual(times)
    expect(arrivals(8)).not.toEqual(times)
  })

  test('keeps the order, and adds to latency', () => {
    const { clock, fake, ada, events, trigger } = world()
    fake.faults.latency(100)
    fake.faults.jitter({ min: 0, max: 50 })
    const names = Array.from({ length: 20 }, (_, index) => `e${index}`)
    trigger(...names)
    clock.advance(99)
    expect(events(ada)).toEqual([])
    clock.advance(52)
    expect(events(ada)).toEqual(names)
  })

  test.each([
    [5, 1, /min must not be more than max, got 5 and 1/],
    [-1, 1, /Option "min" must be 0 ms or more/],
    [0, Number.NaN, /Option "max" must be 0 ms or more/],
  ])('from %j to %j is refused', (min, max, words) => {
    const { fake } = world()
    expect(() => fake.faults.jitter(min, max)).toThrow(words)
    expect(fake.faults.active()).toEqual([])
  })
})

describe('probability', () => {
  const lost = (seed: number, again = false) => {
    const { fake, ada, events, trigger } = world({ seed })
    if (again) {
      fake.faults.lose({ probability: 0.5 })
      trigger('a', 'b', 'c')
      fake.reset()
      const client = new RawClient(fake)
      client.subscribe('orders')
      fake.faults.lose({ probability: 0.5, socketId: client.socketId })
      trigger(...Array.from({ length: 40 }, (_, index) => `e${index}`))
      return events(client)
    }
    fake.faults.lose({ probability: 0.5, socketId: ada.socketId })
    trigger(...Array.from({ length: 40 }, (_, index) => `e${index}`))
    return events(ada)
  }

  test('is drawn by the seed, and anew after a reset', () => {
    const heard = lost(3)
    expect(heard.length).toBeGreaterThan(8)
    expect(heard.length).toBeLessThan(32)
    expect(lost(3)).toEqual(heard)
    expect(lost(4)).not.toEqual(heard)
    expect(lost(3, true)).toEqual(heard)
  })

  test.each([0, 1])('%i is never or always', (probability) => {
    const { fake, ada, events, trigger } = world()
    fake.faults.lose({ probability })
    trigger('a', 'b')
    expect(events(ada)).toEqual(probability === 1 ? [] : ['a', 'b'])
  })
})

describe('silence', () => {
  test('of those connected now: a new socket works', () => {
    const { fake, ada, bob, events, trigger } = world()
    const fault = fake.faults.silence({ connected: true })
    const late = new RawClient(fake)
    late.subscribe('orders')
    trigger('a')
    ada.send({ event: 'pusher:ping', data: {} })
    expect([events(ada), events(bob), events(late)]).toEqual([[], [], ['a']])
    expect(fake.frames({ event: 'pusher:ping' })).toEqual([])
    fault.restore()
    trigger('b')
    expect(events(ada)).toEqual(['b'])
  })

  test('of one socket', () => {
    const { fake, ada, bob, events, trigger } = world()
    fake.faults.silence({ socketId: ada.socketId })
    trigger('a')
    expect([events(ada), events(bob)]).toEqual([[], ['a']])
  })

  test('of all: a new socket opens and hears nothing', () => {
    const { fake } = world()
    fake.faults.silence()
    expect(new RawClient(fake).heard).toEqual(['open'])
  })
})

test.each(['silence', 'lose', 'duplicate', 'reorder'] as const)(
  '%s of a socket that is not connected is refused and does not begin',
  (name) => {
    const { fake } = world()
    expect(() => fake.faults[name]({ socketId: '1.1' })).toThrow(/not_connected/)
    expect(fake.faults.active()).toEqual([])
  },
)

test.each([
  [
    { direction: 'up' },
    /Option "direction" must be "in", from the client, or "out", to the client/,
  ],
  [{ probability: 2 }, /Option "probability" must be a number from 0 to 1/],
  [{ chanel: 'a' }, /Unknown option "chanel", write "channel"/],
])('%j is refused', (options, words) => {
  expect(() => world().fake.faults.lose(options as never)).toThrow(words)
})
