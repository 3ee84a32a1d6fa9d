import { describe, expect, test } from 'vitest'
import { type PusherFake, PusherFakeError } from '../../../src/index.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

async function failureOf(promise: Promise<unknown>): Promise<PusherFakeError> {
  const reason: unknown = await promise.then(
    () => new Error('It resolved.'),
    (error: unknown) => error,
  )
  if (reason instanceof PusherFakeError) return reason
  throw reason
}

describe('waitForConnection', () => {
  test('resolves at once when a client is there', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    expect(await fake.waitForConnection()).toEqual({ socketId: client.socketId })
  })

  test('resolves later and leaves no timer', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const waiting = fake.waitForConnection()
    expect(clock.pending).toBe(1)
    const client = new RawClient(fake)
    expect(await waiting).toEqual({ socketId: client.socketId })
    client.close()
    expect(clock.pending).toBe(0)
  })

  test('fails after 4 s with a diagnosis', async () => {
    const clock = new ManualClock()
    const waiting = failureOf(quietFake({ clock }).waitForConnection())
    clock.advance(4_000)
    const error = await waiting
    expect(error.code).toBe('timeout')
    expect(error.message).toBe(
      '[pusher-js-fake] timeout: Waited 4000 ms for a connection, in vain.\nNo client is connected. Does the app connect, after the fake is there, with the key "app-key"?\nConnections: none\nProblems: none\nLast frames (→ to the service, ← to the client): none',
    )
  })
})

describe('a wait in vain names the likely cause', () => {
  const cause = async (fake: PusherFake, clock: ManualClock, channel = 'orders') => {
    const waiting = failureOf(fake.waitForSubscription(channel, { timeout: 10 }))
    clock.advance(10)
    return (await waiting).message.split('\n')[1]
  }

  test.each(['goOffline', 'stall', 'refuseConnections'] as const)('the fault %s', async (name) => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    fake.faults[name]()
    expect(await cause(fake, clock)).toMatch(/^A fault keeps clients out: call restore\(\)/)
  })

  test('a client of another key', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock, key: 'other' })
    new RawClient(fake)
    expect(await cause(fake, clock)).toMatch(/^A client named another key/)
  })

  test('a channel that was refused, one that nobody asked for, and one that needs an endpoint', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const client = new RawClient(fake)
    expect(await cause(fake, clock)).toMatch(/^No connected client has asked .* timers/)
    expect(await cause(fake, clock, 'private-a')).toMatch(/^No connected .* endpoint/)
    client.send({ event: 'pusher:subscribe', data: { channel: 'private-a', auth: 'app-key:x' } })
    expect(await cause(fake, clock, 'private-a')).toMatch(/^A client asked .* and was refused/)
  })
})

describe('waitForSubscription', () => {
  test('resolves at once, with the user of a presence channel', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('presence-a', { id: 'ada' })
    expect(await fake.waitForSubscription('presence-a')).toEqual({
      socketId: client.socketId,
      channel: 'presence-a',
      userId: 'ada',
    })
  })

  test('is not content with another channel', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const waiting = fake.waitForSubscription('orders')
    client.subscribe('mail')
    client.subscribe('orders')
    expect(await waiting).toEqual({ socketId: client.socketId, channel: 'orders' })
  })

  test('names near misses, connections, problems and frames in vain', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const client = new RawClient(fake)
    client.signin({ id: 'ada' })
    for (const channel of ['private-orders', 'Orders', 'mail', 'a b']) client.subscribe(channel)
    const waiting = failureOf(fake.waitForSubscription('orders', { timeout: 100 }))
    clock.advance(99)
    expect(clock.pending).toBe(2)
    clock.advance(1)
    const { code, message } = await waiting
    expect(code).toBe('timeout')
    const lines = message.split('\n')
    expect(lines.slice(0, 4)).toEqual([
      '[pusher-js-fake] timeout: Waited 100 ms for a subscription to "orders", in vain.',
      'Did you mean: private-orders, Orders?',
      'Connections:',
      `  ${client.socketId} (user ada): private-orders, Orders, mail`,
    ])
    expect(message).toContain('Problems:\n  Invalid channel name "a b"')
    expect(message).toContain(
      `  → ${client.socketId} {"event":"pusher:subscribe","data":{"auth":"","channel":"mail"}}`,
    )
  })

  test('names no near misses where there are none', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    new RawClient(fake).subscribe('mail')
    const waiting = failureOf(fake.waitForSubscription('orders'))
    clock.advance(4_000)
    expect((await waiting).message).not.toContain('Did you mean')
  })
})

describe('waitForClientEvent', () => {
  function chat() {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const client = new RawClient(fake)
    client.subscribe('presence-chat', { id: 'ada' })
    const say = (data: unknown, event = 'client-say') =>
      client.send({ event, channel: 'presence-chat', data })
    const { socketId } = client
    const record = { socketId, channel: 'presence-chat', event: 'client-say', userId: 'ada' }
    return { clock, fake, client, say, record }
  }

  test('resolves with one that was sent before', async () => {
    const { fake, say, record } = chat()
    say({ n: 1 })
    const told = await fake.waitForClientEvent('presence-chat', 'client-say')
    expect(told).toEqual({ ...record, data: { n: 1 } })
  })

  test('resolves with one that is sent later', async () => {
    const { fake, say, record } = chat()
    const waiting = fake.waitForClientEvent('presence-chat', 'client-say')
    say(0, 'client-other')
    say(1)
    say(2)
    expect(await waiting).toEqual({ ...record, data: 1 })
  })

  test('does not count one that was refused', async () => {
    const { clock, fake, client } = chat()
    client.send({ event: 'client-say', channel: 'private-other', data: 1 })
    const waiting = failureOf(fake.waitForClientEvent('private-other', 'client-say'))
    clock.advance(4_000)
    const { code, message } = await waiting
    expect(code).toBe('timeout')
    expect(message).toContain('Waited 4000 ms for the client event "client-say" on "private-other"')
    expect(message).toContain('Cannot broadcast client event')
  })

  test('does not offer the very channel that it waited on as a near miss', async () => {
    const { clock, fake } = chat()
    const waiting = failureOf(fake.waitForClientEvent('presence-chat', 'client-say'))
    clock.advance(4_000)
    expect((await waiting).message).not.toContain('Did you mean')
  })

  test('knows who sent an event though the sender has left since', async () => {
    const { fake, client, say, record } = chat()
    say(1)
    client.close()
    const told = await fake.waitForClientEvent('presence-chat', 'client-say')
    expect(told).toEqual({ ...record, data: 1 })
  })
})

describe('waitForWebhook', () => {
  test('resolves with one that was reported before', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('presence-a', { id: 'ada' })
    expect(await fake.waitForWebhook('member_added', { userId: 'ada' })).toEqual({
      name: 'member_added',
      channel: 'presence-a',
      user_id: 'ada',
    })
  })

  test('resolves later with one that has every field', async () => {
    const fake = quietFake()
    const waiting = fake.waitForWebhook('channel_occupied', { channel: 'orders' })
    const client = new RawClient(fake)
    client.subscribe('mail')
    client.subscribe('orders')
    expect(await waiting).toEqual({ name: 'channel_occupied', channel: 'orders' })
  })

  test('names what it awaited and near misses in vain', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    new RawClient(fake).subscribe('private-orders')
    const filter = { channel: 'orders', timeout: 10 }
    const waiting = failureOf(fake.waitForWebhook('channel_occupied', filter))
    clock.advance(10)
    expect((await waiting).message).toMatch(
      /^\[pusher-js-fake\] timeout: Waited 10 ms for the webhook "channel_occupied" with {"channel":"orders"}, in vain\.\nDid you mean: private-orders\?\n/,
    )
  })
})

describe('close', () => {
  const closed = async (promise: Promise<unknown>) => {
    const { code, message, stack } = await failureOf(promise)
    expect(code).toBe('closed')
    expect(stack).toContain('waits.test.ts')
    expect(stack).toContain(message.split('\n')[0])
    return message
  }

  test.each<[string, (fake: PusherFake) => Promise<unknown>, string]>([
    ['connection', (fake) => fake.waitForConnection(), 'a connection'],
    ['subscription', (fake) => fake.waitForSubscription('a'), 'a subscription to "a"'],
    ['client event', (fake) => fake.waitForClientEvent('a', 'client-b'), 'event "client-b" on "a"'],
    ['webhook', (fake) => fake.waitForWebhook('cache_miss'), 'the webhook "cache_miss"'],
    [
      'subscription of a peer',
      (fake) => {
        const bob = fake.connect()
        fake.faults.silence()
        return bob.subscribe('a')
      },
      'the peer\'s subscription to "a"',
    ],
  ])('ends a wait for a %s, and says what for', async (_, wait, what) => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const message = closed(wait(fake))
    fake.close()
    expect((await message).split('\n')[0]).toContain(what)
    expect(clock.pending).toBe(0)
  })

  test('says what there was when it had not come about', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('private-orders')
    const message = closed(fake.waitForSubscription('orders'))
    fake.close()
    expect(await message).toMatch(/\nConnections:\n {2}\d+\.\d+: private-orders\n/)
  })

  test('what the end causes fulfils no wait', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('orders')
    const message = closed(fake.waitForWebhook('channel_vacated'))
    fake.close()
    expect(await message).toContain('channel_vacated')
  })

  test('a wait that comes later ends at once', async () => {
    const fake = quietFake()
    fake.close()
    expect(await closed(fake.waitForConnection())).toContain('The fake was closed')
  })

  test('a wait that nobody awaits is an unhandled rejection, as any promise', async () => {
    const fake = quietFake()
    const wait = fake.waitForConnection()
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const others = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection').once('unhandledRejection', resolve)
    fake.close()
    const reason = await promise
    for (const other of others) process.on('unhandledRejection', other)
    expect(reason).toMatchObject({ code: 'closed' })
    await closed(wait)
  })
})

describe('a runner that watches learns of waits that nobody awaits', () => {
  const watched = () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    fake.waits.watch()
    return { fake, clock, forgotten: () => fake.waits.forgotten().map(({ what }) => what) }
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))

  test('those that failed, and those that were open', async () => {
    const { fake, clock, forgotten } = watched()
    void fake.waitForConnection({ timeout: 10 })
    clock.advance(10)
    void fake.waitForSubscription('orders')
    void fake.waitForSubscription('mail', { virtual: true })
    void fake.connect().subscribe('mail')
    void fake.connect().subscribe('private-a b')
    fake.close()
    await settle()
    expect(forgotten()).toEqual([
      'a connection',
      'a subscription to "orders"',
      'a peer in "private-a b"',
    ])
  })

  test.each<[string, (wait: Promise<unknown>) => unknown]>([
    ['await', async (wait) => await wait],
    ['then', (wait) => wait.then(() => {})],
    ['catch', (wait) => wait.catch(() => {})],
    ['finally', (wait) => wait.finally(() => {})],
    ['Promise.race', (wait) => Promise.race([wait, 1])],
    ['Promise.all', (wait) => Promise.all([wait])],
    ['resolves', (wait) => expect(wait).resolves.toBe(1)],
  ])('not those that %s has heard', async (_, hear) => {
    const { fake, forgotten } = watched()
    const heard = Promise.resolve(hear(fake.waitForConnection())).catch(() => {})
    fake.close()
    await heard
    await settle()
    expect(forgotten()).toEqual([])
  })

  test('one that was open at the end of the test, though its end fulfils it', async () => {
    const { fake, forgotten } = watched()
    const client = new RawClient(fake)
    client.subscribe('orders')
    void fake.waitForWebhook('channel_vacated')
    const held = fake.waitForWebhook('channel_vacated')
    fake.waits.testEnded()
    client.close()
    expect(await held).toMatchObject({ channel: 'orders' })
    expect(forgotten()).toEqual(['the webhook "channel_vacated"'])
  })
})

test('describe shows the state of the fake as text', () => {
  const fake = quietFake()
  const client = new RawClient(fake)
  client.subscribe('orders')
  const { socketId } = client
  expect(fake.describe()).toBe(
    [
      'Connections:',
      `  ${socketId}: orders`,
      'Problems: none',
      'Last frames (→ to the service, ← to the client):',
      `  ← ${socketId} ${JSON.stringify(client.frames[0])}`,
      `  → ${socketId} {"event":"pusher:subscribe","data":{"auth":"","channel":"orders"}}`,
      `  ← ${socketId} ${JSON.stringify(client.frames[1])}`,
    ].join('\n'),
  )
})

describe("waits mean the app's clients, and virtual peers when asked", () => {
  test('connections say which are virtual', () => {
    const fake = quietFake()
    fake.connect()
    new RawClient(fake)
    expect(fake.connections().map(({ virtual }) => virtual)).toEqual([true, false])
  })

  test('for a connection', async () => {
    const fake = quietFake()
    const bob = fake.connect()
    const waiting = fake.waitForConnection()
    const client = new RawClient(fake)
    expect(await waiting).toEqual({ socketId: client.socketId })
    expect(await fake.waitForConnection({ virtual: true })).toEqual({ socketId: bob.socketId })
  })

  test('for a subscription: the peer first, then the page', async () => {
    const clock = new ManualClock()
    const fake = quietFake({ clock })
    const bob = fake.connect()
    await bob.subscribe('presence-room', { id: 'bob' })
    const inVain = failureOf(fake.waitForSubscription('presence-room', { timeout: 10 }))
    clock.advance(10)
    expect((await inVain).message).toMatch(/Only virtual peers are connected.*virtual: true/)
    const waiting = fake.waitForSubscription('presence-room')
    const page = new RawClient(fake)
    const alone = failureOf(fake.waitForSubscription('presence-room', { timeout: 10 }))
    clock.advance(10)
    expect((await alone).message).toMatch(/Only virtual peers are subscribed.*virtual: true/)
    page.subscribe('presence-room', { id: 'ada' })
    expect(await waiting).toMatchObject({ socketId: page.socketId, userId: 'ada' })
    const ofPeer = fake.waitForSubscription('presence-room', { virtual: true })
    expect(await ofPeer).toMatchObject({ socketId: bob.socketId, userId: 'bob' })
  })

  test('for a client event, also of a peer that is gone', async () => {
    const fake = quietFake()
    const bob = fake.connect()
    await bob.subscribe('private-chat')
    await bob.trigger('private-chat', 'client-say', 'peer')
    bob.disconnect()
    const waiting = fake.waitForClientEvent('private-chat', 'client-say')
    const page = new RawClient(fake)
    page.subscribe('private-chat')
    page.send({ event: 'client-say', channel: 'private-chat', data: 'page' })
    expect((await waiting).data).toBe('page')
    const ofPeer = fake.waitForClientEvent('private-chat', 'client-say', { virtual: true })
    expect((await ofPeer).data).toBe('peer')
  })
})

test('waitForSubscription waits for the member or the user who is meant', async () => {
  const fake = quietFake()
  const [ada, eve] = [new RawClient(fake), new RawClient(fake)]
  ada.subscribe('presence-a', { id: 'ada' })
  ada.subscribe('orders')
  const waiting = fake.waitForSubscription('presence-a', { userId: 'eve' })
  eve.subscribe('presence-a', { id: 'eve' })
  expect((await waiting).socketId).toBe(eve.socketId)
  const signedIn = fake.waitForSubscription('orders', { userId: 'ada' })
  ada.signin({ id: 'ada' })
  expect((await signedIn).socketId).toBe(ada.socketId)
})
