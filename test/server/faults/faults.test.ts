import { describe, expect, test } from 'vitest'
import { type PusherFake, PusherFakeError } from '../../../src/index.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

describe('disconnect', () => {
  test('loses every connection without a close frame', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    const ends: unknown[] = []
    fake.on('disconnection', (event) => ends.push(event))
    ada.subscribe('orders')
    fake.faults.disconnect()
    expect([ada.heard.at(-1), bob.heard.at(-1)]).toEqual(['drop', 'drop'])
    expect(fake.connections()).toEqual([])
    expect(fake.channels()).toEqual([])
    expect(ends).toEqual([
      { socketId: ada.socketId, code: 1006, reason: '' },
      { socketId: bob.socketId, code: 1006, reason: '' },
    ])
  })

  test('closes one connection with a code and its documented reason', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    fake.faults.disconnect({ socketId: ada.socketId, code: 4200 })
    expect(ada.closes).toEqual([{ code: 4200, reason: 'Generic reconnect immediately' }])
    expect(bob.closes).toEqual([])
    expect(fake.connections().map(({ socketId }) => socketId)).toEqual([bob.socketId])
  })

  test('takes a reason and codes that Pusher does not define', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    fake.faults.disconnect({ socketId: ada.socketId, code: 4199, reason: 'because' })
    fake.faults.disconnect({ socketId: bob.socketId, code: 4198 })
    expect(ada.closes).toEqual([{ code: 4199, reason: 'because' }])
    expect(bob.closes).toEqual([{ code: 4198, reason: '' }])
  })

  test('names the connections there are when there is no such', () => {
    const fake = quietFake()
    expect(() => fake.faults.disconnect({ socketId: '1.1' })).toThrow(
      'No connection has the socket id "1.1". Connected are: none.',
    )
    const { socketId } = new RawClient(fake)
    const act = () => fake.faults.disconnect({ socketId: '1.1' })
    expect(act).toThrow(PusherFakeError)
    expect(act).toThrow(`Connected are: ${socketId}.`)
  })

  test.each([0, 999, 1004, 1005, 1015, 2999, 5000, 4000.5, Number.NaN])(
    'refuses the code %j, which no service sends',
    (code) => {
      const fake = quietFake()
      const client = new RawClient(fake)
      const message = `between 3000 and 4999, got ${code}.`
      expect(() => fake.faults.disconnect({ code })).toThrow(message)
      expect(() => fake.faults.refuseConnections({ code })).toThrow(message)
      expect(client.closes).toEqual([])
    },
  )
})

describe('refuseConnections', () => {
  test('with a code opens the socket and closes it', () => {
    const fake = quietFake()
    const fault = fake.faults.refuseConnections({ code: 4100 })
    const client = new RawClient(fake)
    expect(client.heard).toEqual(['open', 'pusher:error', 'close 4100'])
    expect(client.closes).toEqual([{ code: 4100, reason: 'Over capacity' }])
    expect(fake.connections()).toEqual([])
    fault.restore()
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
  })

  test('takes a message', () => {
    const fake = quietFake()
    fake.faults.refuseConnections({ code: 4001, message: 'Not today' })
    expect(new RawClient(fake).closes).toEqual([{ code: 4001, reason: 'Not today' }])
  })

  test('without a code never opens the socket', () => {
    const fake = quietFake()
    fake.faults.refuseConnections()
    expect(new RawClient(fake).heard).toEqual(['drop'])
  })

  test('leaves connections that are there alone', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    fake.faults.refuseConnections()
    expect(client.subscribe('orders')).toHaveLength(1)
  })

  test('the latest of several holds, and restoring it twice ends only itself', () => {
    const fake = quietFake()
    const first = fake.faults.refuseConnections({ code: 4100 })
    const second = fake.faults.refuseConnections({ code: 4200 })
    expect(new RawClient(fake).closes).toMatchObject([{ code: 4200 }])
    second.restore()
    second.restore()
    expect(new RawClient(fake).closes).toMatchObject([{ code: 4100 }])
    first.restore()
    expect(new RawClient(fake).closes).toEqual([])
  })
})

describe('stall', () => {
  test('leaves new sockets hanging and drops them at its end', () => {
    const fake = quietFake()
    const fault = fake.faults.stall()
    const client = new RawClient(fake)
    expect(client.heard).toEqual([])
    fault.restore()
    expect(client.heard).toEqual(['drop'])
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
  })

  test('a client that gave up is not dropped again', () => {
    const fake = quietFake()
    const fault = fake.faults.stall()
    const client = new RawClient(fake)
    client.close()
    fault.restore()
    expect(client.heard).toEqual([])
  })

  test('holds until the last of several ends', () => {
    const fake = quietFake()
    const [first, second] = [fake.faults.stall(), fake.faults.stall()]
    first.restore()
    expect(new RawClient(fake).heard).toEqual([])
    second.restore()
    expect(new RawClient(fake).heard).not.toEqual([])
  })
})

describe('goOffline', () => {
  test('cuts every connection and lets none open until goOnline', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    fake.faults.goOffline()
    expect(client.heard.at(-1)).toBe('drop')
    expect(new RawClient(fake).heard).toEqual(['drop'])
    fake.faults.goOnline()
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
  })

  test('ends by restore too', () => {
    const fake = quietFake()
    fake.faults.goOffline().restore()
    expect(new RawClient(fake).heard).toContain('open')
  })
})

describe('sendRaw', () => {
  test('sends a string untouched and anything else as JSON', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.take()
    fake.faults.sendRaw('{"event":"future","data":1}')
    fake.faults.sendRaw({ event: 'future', extra: [1] })
    expect(client.take()).toEqual([
      { event: 'future', data: 1 },
      { event: 'future', extra: [1] },
    ])
    expect(fake.frames().at(-1)?.raw).toBe('{"event":"future","extra":[1]}')
  })

  test('reaches the one connection that is named', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.take()
    bob.take()
    fake.faults.sendRaw({ event: 'future' }, { socketId: bob.socketId })
    expect(ada.take()).toEqual([])
    expect(bob.take()).toEqual([{ event: 'future' }])
    expect(() => fake.faults.sendRaw({}, { socketId: '1.1' })).toThrow('No connection has')
  })
})

test.each<unknown>([199, 600, 200.5, Number.NaN, '403', null])(
  'the status %j is none that a response has',
  (given) => {
    const { faults } = quietFake()
    const status = given as number
    for (const fail of [
      () => faults.failRest({ status }),
      () => faults.failSubscription('private-a', { status }),
      () => faults.failAuthentication({ status }),
    ]) {
      expect(fail).toThrow('"status" must be an integer from 200 to 599, got ')
    }
  },
)

test('a close code or a text that is none is refused by name', () => {
  const { faults } = quietFake()
  for (const code of [{}, 'toString', Symbol('code'), Object.create(null)]) {
    expect(() => faults.refuseConnections({ code })).toThrow('"code" must be 1006')
    expect(() => faults.disconnect({ code })).toThrow('"code" must be 1006')
  }
  const text = 5 as unknown as string
  expect(() => faults.refuseConnections({ message: text })).toThrow('"message" must be a string')
  expect(() => faults.disconnect({ reason: text })).toThrow('"reason" must be a string, got 5')
  expect(() => faults.failRest({ body: text })).toThrow('"body" must be a string, got 5')
  expect(() => faults.failSubscription('a', { body: text })).toThrow('"body" must be a string')
})

test('sendRaw sends nothing that is neither a string nor JSON', () => {
  const { faults } = quietFake()
  for (const frame of [undefined, () => 1, 1n]) {
    expect(() => faults.sendRaw(frame)).toThrow('A frame must be JSON, got ')
  }
})

describe('restore', () => {
  test('ends every fault', () => {
    const fake = quietFake({ clock: new ManualClock() })
    const { faults } = fake
    faults.stall()
    const stalled = new RawClient(fake)
    faults.refuseConnections()
    faults.latency(100)
    faults.silence()
    faults.goOffline()
    faults.restore()
    expect(stalled.heard).toEqual(['drop'])
    expect(new RawClient(fake).heard).toEqual(['open', 'pusher:connection_established'])
  })
})

describe('active', () => {
  test('lists what lasts, with its options by name, until it ends', () => {
    const fake = quietFake({ clock: new ManualClock() })
    const { faults } = fake
    const latency = faults.latency(20)
    faults.failSubscription('private-a', { status: 500 })
    faults.disconnect()
    faults.sendRaw('{}')
    expect(faults.active()).toEqual([
      { id: latency.id, name: 'latency', options: { ms: 20 }, since: expect.any(Number) },
      {
        id: expect.any(Number),
        name: 'failSubscription',
        options: { channel: 'private-a', status: 500 },
        since: expect.any(Number),
      },
    ])
    latency.restore()
    expect(faults.active().map(({ name }) => name)).toEqual(['failSubscription'])
    fake.reset()
    expect(faults.active()).toEqual([])
  })

  test('a failure that is used up has ended, in the journal too', async () => {
    const fake = quietFake()
    const phases = () =>
      fake.journal().flatMap((entry) => (entry.kind === 'fault' ? [entry.phase] : []))
    fake.faults.failRest({ times: 2 })
    await fake.fetch(new Request('https://api.pusher.com/apps/1000001/channels'))
    expect(fake.faults.active()).toHaveLength(1)
    await fake.fetch(new Request('https://api.pusher.com/apps/1000001/channels'))
    expect(fake.faults.active()).toEqual([])
    expect(phases()).toEqual(['begin', 'end'])
    fake.faults.failRest({ times: 0 })
    expect(fake.faults.active()).toEqual([])
  })

  test('a fault that is caused by a wrong call is none', () => {
    const fake = quietFake()
    expect(() => fake.faults.latency(-1)).toThrow('"ms" must be')
    expect(fake.faults.active()).toEqual([])
    expect(fake.journal()).toEqual([])
  })

  test('an option that is misspelt is refused by name', () => {
    const options = { sokcetId: '1.1' } as object
    expect(() => quietFake().faults.disconnect(options)).toThrow(
      'faults.disconnect: Unknown option "sokcetId", write "socketId". Allowed are: socketId, code, reason.',
    )
  })
})

describe('a stale handle ends nothing but its own fault', () => {
  const lasting = {
    stall: (fake: PusherFake) => fake.faults.stall(),
    goOffline: (fake: PusherFake) => fake.faults.goOffline(),
    silence: (fake: PusherFake) => fake.faults.silence(),
    latency: (fake: PusherFake) => fake.faults.latency(5),
    refuseConnections: (fake: PusherFake) => fake.faults.refuseConnections(),
    failRest: (fake: PusherFake) => fake.faults.failRest(),
    failSubscription: (fake: PusherFake) => fake.faults.failSubscription('private-a'),
    failAuthentication: (fake: PusherFake) => fake.faults.failAuthentication(),
  }
  const ends = {
    'reset()': (fake: PusherFake) => fake.reset(),
    'faults.restore()': (fake: PusherFake) => fake.faults.restore(),
  }
  for (const [name, begin] of Object.entries(lasting)) {
    test.each(Object.entries(ends))(`${name}, after %s`, (_, end) => {
      const fake = quietFake({ clock: new ManualClock() })
      const stale = begin(fake)
      end(fake)
      const { id } = begin(fake)
      stale.restore()
      expect(fake.faults.active()).toMatchObject([{ id, name }])
    })
  }

  test('a second stall still holds sockets', () => {
    const fake = quietFake()
    const stale = fake.faults.stall()
    fake.reset()
    fake.faults.stall()
    stale.restore()
    expect(fake.connect().connected).toBe(false)
  })
})
