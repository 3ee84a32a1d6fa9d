import { setupServer } from 'msw/node'
import PusherSdk from 'pusher'
import { createPusherFake, type EventSchemas, type PusherFakeOptions } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import * as v from 'valibot'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { signedRequest } from '../support/signed-request.ts'
import { LIBRARIES } from './schemas.ts'

const MASTER_KEY = Buffer.alloc(32, 'k').toString('base64')

function fakeWith(events: EventSchemas, options: PusherFakeOptions = {}) {
  const fake = createPusherFake({
    logger: false,
    encryptionMasterKeyBase64: MASTER_KEY,
    ...options,
    events,
  })
  const breaches = () => fake.problems().filter(({ code }) => code === 'contract')
  return { fake, breaches }
}

const servers: { close(): void }[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** The SDK of a backend, whose requests MSW leads to the fake. */
function backendOf(fake: ReturnType<typeof fakeWith>['fake']): PusherSdk {
  const server = setupServer(...pusherHandlers(fake))
  server.listen()
  servers.push(server)
  const { appId, key, secret, cluster } = fake
  return new PusherSdk({ appId, key, secret, cluster, encryptionMasterKeyBase64: MASTER_KEY })
}

const GOOD = { id: 1, items: [{ price: 2 }] }
const BAD = { id: 1, items: [{ price: 2 }, { price: 'dear' }] }

describe.each(Object.entries(LIBRARIES))('%s', (_, events) => {
  test('what the test triggers throws at the call, and nobody gets it', async () => {
    const { fake, breaches } = fakeWith(events)
    using bob = fake.connect()
    await bob.subscribe('orders')
    fake.trigger('orders', 'created', GOOD)
    const trigger = () => fake.trigger('orders', 'created', BAD)
    expect(trigger).toThrow(expect.objectContaining({ code: 'contract' }))
    expect(trigger).toThrow(/test sent "created" on "orders".*"orders":\n {2}items\[1\]\.price: /s)
    const batch = () =>
      fake.triggerBatch([
        { channel: 'orders', name: 'created', data: GOOD },
        { channel: 'orders', name: 'created', data: BAD },
      ])
    expect(batch).toThrow(/items\[1\]\.price/)
    expect(() => fake.sendToUser('ada', 'notice', { text: 1 })).toThrow(
      /"notice" on "#server-to-user-ada".*"#server-to-user-\*":\n {2}text: /s,
    )
    expect(bob.received.filter(({ event }) => event === 'created')).toHaveLength(1)
    expect(breaches()).toEqual([])
  })

  test('what a backend sends is a problem, and arrives all the same', async () => {
    const { fake, breaches } = fakeWith(events)
    using bob = fake.connect()
    await bob.subscribe('private-user-1')
    const sdk = backendOf(fake)
    await sdk.trigger('private-user-1', 'renamed', { name: 'Ada' })
    expect(breaches()).toEqual([])
    const answer = await sdk.trigger(['orders', 'private-user-1'], 'renamed', { name: 7 })
    expect(answer.status).toBe(200)
    await sdk.triggerBatch([{ channel: 'orders', name: 'created', data: BAD }])
    await sdk.sendToUser('ada', 'notice', {})
    expect(bob.received.at(-1)).toMatchObject({ event: 'renamed', data: { name: 7 } })
    expect(breaches()).toMatchObject([
      {
        channel: 'private-user-1',
        message: expect.stringMatching(
          /^The backend sent "renamed".*"private-user-\*":\n {2}name: /s,
        ),
      },
      { channel: 'orders', message: expect.stringContaining('items[1].price: ') },
      { channel: '#server-to-user-ada', message: expect.stringContaining('  text: ') },
    ])
  })

  test('what a backend encrypts is checked as the client will read it', async () => {
    const { fake, breaches } = fakeWith(events)
    const sdk = backendOf(fake)
    await sdk.trigger('private-encrypted-vault', 'opened', { by: 'Ada' })
    expect(breaches()).toEqual([])
    await sdk.trigger('private-encrypted-vault', 'opened', { by: 1 })
    expect(breaches()).toMatchObject([{ message: expect.stringContaining('  by: ') }])
    expect(() => fake.trigger('private-encrypted-vault', 'opened', {})).toThrow(/by: /)
  })

  test("a client's event is a problem, and its peer's trigger rejects", async () => {
    const { fake, breaches } = fakeWith(events)
    using ada = fake.connect()
    await ada.subscribe('private-chat')
    await ada.trigger('private-chat', 'client-typing', { on: true })
    await expect(ada.trigger('private-chat', 'client-typing', { on: 1 })).rejects.toMatchObject({
      code: 'contract',
      message: expect.stringContaining('  on: '),
    })
    expect(fake.frames({ direction: 'in', event: 'client-typing' })).toHaveLength(1)
    expect(breaches()).toEqual([])
  })
})

test('an event of pusher-js that breaks its contract has been received, and is no refusal', async () => {
  const { default: Pusher } = await import('pusher-js')
  const { installPusherFake } = await import('pusher-js-fake/browser')
  using fake = installPusherFake({ Pusher, logger: false, events: LIBRARIES['zod'] ?? {} })
  const client = new Pusher('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId, channelName }, callback) =>
        callback(null, fake.authorizeChannel({ socketId, channelName })),
    },
  })
  const channel = client.subscribe('private-chat')
  await fake.waitForSubscription('private-chat')
  channel.trigger('client-typing', { on: 'yes' })
  const { data, socketId } = await fake.waitForClientEvent('private-chat', 'client-typing')
  expect(data).toEqual({ on: 'yes' })
  expect(fake.problems()).toMatchObject([
    {
      code: 'contract',
      socketId,
      channel: 'private-chat',
      message: expect.stringContaining(`Client ${socketId} sent "client-typing"`),
    },
  ])
  const [frame] = fake.frames({ event: 'client-typing' })
  expect(frame?.problem).toBeUndefined()
  client.disconnect()
})

describe('which contract holds', () => {
  const only = (name: string) => ({ e: z.object({ [name]: z.literal(true) }) })
  const events = {
    '*': only('any'),
    'private-*': only('private'),
    'private-user-*': only('user'),
    'private-*-orders': only('orders'),
    'private-user-1': only('exact'),
    constructor: only('constructor'),
  }

  test.each([
    ['orders', 'any'],
    ['presence-room', 'any'],
    ['private-', 'private'],
    ['private-chat', 'private'],
    ['private-user-2', 'user'],
    ['private-shop-orders', 'orders'],
    ['private-user-1', 'exact'],
    ['private-user-10', 'user'],
    ['constructor', 'constructor'],
    ['toString', 'any'],
  ])('%s has that of %s', (channel, name) => {
    const { fake } = fakeWith(events, { limits: false })
    for (let again = 0; again < 2; again += 1) {
      fake.trigger(channel, 'e', { [name]: true })
      expect(() => fake.trigger(channel, 'e', {})).toThrow(`${name}: `)
    }
  })

  test('the channels of users are none of *', () => {
    const { fake } = fakeWith(events)
    fake.sendToUser('ada', 'e', {})
  })

  test('a name that has a dot is no expression', () => {
    const { fake } = fakeWith({ 'a.b-*': only('dot') })
    fake.trigger('axb-1', 'e', {})
    expect(() => fake.trigger('a.b-1', 'e', {})).toThrow('dot: ')
  })

  test('more channels than are remembered', () => {
    const { fake } = fakeWith(events)
    for (let index = 2; index < 2_100; index += 1)
      fake.trigger(`private-user-${index}`, 'e', { user: true })
    expect(() => fake.trigger('private-user-2', 'e', {})).toThrow('user: ')
  })
})

test('data are checked as they are on the wire', () => {
  const { fake } = fakeWith({
    orders: {
      at: z.object({ at: z.string() }),
      text: z.string(),
      maybe: z.object({ a: z.optional(z.number()) }),
    },
  })
  fake.trigger('orders', 'at', { at: new Date() })
  fake.trigger('orders', 'text', 'plain')
  fake.trigger('orders', 'maybe', { a: undefined })
  expect(() => fake.trigger('orders', 'text', { text: 'plain' })).toThrow('the data: ')
})

describe('policies', () => {
  const events = LIBRARIES['zod'] ?? {}

  test('warn reports and sends', async () => {
    const said: string[] = []
    const { fake, breaches } = fakeWith(events, {
      contracts: 'warn',
      logger: (line) => said.push(line),
    })
    using bob = fake.connect()
    await bob.subscribe('orders')
    fake.trigger('orders', 'created', BAD)
    expect(bob.received.at(-1)).toMatchObject({ event: 'created', data: BAD })
    expect(breaches()).toHaveLength(1)
    expect(said.join()).toContain('[pusher-js-fake] contract: The test sent "created"')
  })

  test('off checks nothing, but refuses what is no schema', () => {
    const { fake, breaches } = fakeWith(events, { contracts: 'off' })
    fake.trigger('orders', 'created', BAD)
    expect(breaches()).toEqual([])
    const wrong = { orders: { created: {} } } as unknown as EventSchemas
    expect(() => createPusherFake({ events: wrong, contracts: 'off' })).toThrow(
      '"created" on "orders"',
    )
  })

  test('a reset keeps the contracts', () => {
    const { fake } = fakeWith(events)
    fake.reset()
    expect(() => fake.trigger('orders', 'created', BAD)).toThrow(/price/)
  })
})

describe('strict', () => {
  const events = { orders: { created: z.unknown(), deleted: z.unknown() }, 'private-*': {} }

  test('without it what is not declared passes', () => {
    const { fake } = fakeWith(events)
    fake.trigger('orders', 'creatd', {})
    fake.trigger('order', 'created', {})
  })

  test('reports undeclared events and channels, with what was meant', () => {
    const { fake } = fakeWith(events, { strict: true })
    fake.trigger('orders', 'created', {})
    const trigger = (channel: string, event: string) => () => fake.trigger(channel, event, {})
    expect(trigger('orders', 'creatd')).toThrow(
      'The test sent "creatd" on "orders", an event that "orders" does not declare. Did you mean "created"? Declared are: created, deleted.',
    )
    expect(trigger('order', 'created')).toThrow(/channel that "events" does not.* "orders"\?/)
    expect(trigger('private-a', 'created')).toThrow('Declared are: none.')
    expect(() => fake.sendToUser('ada', 'notice', {})).toThrow('"#server-to-user-ada"')
  })

  test('reports a subscription to a channel that is not declared', async () => {
    const { fake, breaches } = fakeWith(events, { strict: true })
    using ada = fake.connect({ user: { id: 'ada' } })
    await ada.subscribe('orders')
    await ada.subscribe('private-any')
    expect(breaches()).toEqual([])
    await ada.subscribe('order')
    expect(breaches()).toMatchObject([
      {
        channel: 'order',
        socketId: ada.socketId,
        message: expect.stringContaining('Did you mean "orders"?'),
      },
    ])
  })
})

describe('a schema that cannot be used is named, and nothing else changes', () => {
  const asks: EventSchemas = {
    orders: {
      slow: z.object({ id: z.number().refine(async (id) => id > 0) }),
      slower: v.pipeAsync(
        v.object({ id: v.number() }),
        v.checkAsync(async () => true),
      ),
      rejects: standard(() => Promise.reject(new Error('later'))),
      throws: standard(() => {
        throw new TypeError('no such field')
      }),
      silent: standard(() => undefined),
      fine: z.object({ id: z.number() }),
    },
  }

  test.each([
    ['slow', 'promise'],
    ['slower', 'promise'],
    ['rejects', 'promise'],
    ['throws', 'threw TypeError: no such field'],
    ['silent', 'answered undefined'],
  ])('%s: %s', async (event, reason) => {
    const { fake } = fakeWith(asks)
    using bob = fake.connect()
    await bob.subscribe('orders')
    const expected = {
      code: 'invalid_schema',
      message: expect.stringMatching(`the schema of "${event}" on "orders" .*${reason}`),
    }
    expect(() => fake.trigger('orders', event, { id: 1 })).toThrow(
      expect.objectContaining(expected),
    )
    const body = JSON.stringify({ name: event, channels: ['orders'], data: '{"id":1}' })
    const { url } = signedRequest(fake, '/events', { body })
    const response = await fake.fetch(new Request(url, { method: 'POST', body }))
    expect(response.status).toBe(200)
    expect(fake.problems()).toMatchObject([expected])
    fake.trigger('orders', 'fine', { id: 1 })
    expect(bob.received.map((received) => received.event).slice(1)).toEqual([event, 'fine'])
  })
})

describe('wrong options are refused by name', () => {
  test.each([
    [{ events: [] }, /"events" must be an object/],
    [{ events: { 'my orders': {} } }, /"my orders" names no channel/],
    [{ events: { orders: null } }, /"orders" must be an object of schemas/],
    [
      { events: { orders: { created: { type: 'object' } } } },
      /"created" on "orders" must be a Standard Schema.*eventsFromJsonSchema/,
    ],
    [{ events: {}, contracts: 'error' }, /"contracts" must be 'fail', 'warn' or 'off'/],
    [{ strict: true }, /"strict" needs "events"/],
  ])('%j', (options, message) => {
    expect(() => createPusherFake(options as unknown as PusherFakeOptions)).toThrow(message)
  })
})

/** A schema of nobody's. */
function standard(validate: (value: unknown) => unknown): EventSchemas[string][string] {
  return {
    '~standard': { version: 1, vendor: 'test', validate: validate as () => { value: unknown } },
  }
}
