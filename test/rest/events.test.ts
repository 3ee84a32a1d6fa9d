import { describe, expect, test } from 'vitest'
import type { PusherFake } from '../../src/index.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'
import { signedRequest } from '../support/signed-request.ts'

async function post(fake: PusherFake, path: string, body: unknown) {
  const response = await fake.fetch(signedRequest(fake, path, { body }))
  return { status: response.status, text: await response.text() }
}

const ok = { status: 200, text: '{}' }

describe('POST /events', () => {
  test('sends the data as it is to one channel', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    const body = { name: 'created', channel: 'orders', data: '{"a": 1}' }
    expect(await post(fake, '/events', body)).toEqual(ok)
    expect(client.take()).toEqual([{ event: 'created', channel: 'orders', data: '{"a": 1}' }])
  })

  test('to several channels, except for one connection', async () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    for (const client of [ada, bob]) {
      client.subscribe('a')
      client.subscribe('b')
    }
    const body = { name: 'e', channels: ['a', 'b'], data: '1', socket_id: ada.socketId }
    expect(await post(fake, '/events', body)).toEqual(ok)
    expect(ada.take()).toEqual([])
    expect(bob.take()).toEqual([
      { event: 'e', channel: 'a', data: '1' },
      { event: 'e', channel: 'b', data: '1' },
    ])
  })

  test('to a user, as sendToUser of the SDK does', async () => {
    const fake = quietFake()
    const peer = fake.connect({ user: { id: 'ada' } })
    const body = { name: 'mail', channels: ['#server-to-user-ada'], data: '"hi"' }
    expect(await post(fake, '/events', body)).toEqual(ok)
    expect(peer.received.at(-1)).toEqual({
      event: 'mail',
      channel: '#server-to-user-ada',
      data: 'hi',
    })
  })

  test('to a cache channel that nobody is on', async () => {
    const fake = quietFake()
    await post(fake, '/events', { name: 'e', channel: 'cache-a', data: 'x' })
    expect(new RawClient(fake).subscribe('cache-a')[1]).toEqual({
      event: 'e',
      channel: 'cache-a',
      data: 'x',
    })
  })

  test('passes data of encrypted channels on as the SDK encrypted it', async () => {
    const fake = quietFake({ encryptionMasterKeyBase64: btoa('k'.repeat(32)) })
    const client = new RawClient(fake)
    client.subscribe('private-encrypted-a')
    await fake.settled()
    client.take()
    const data = '{"nonce":"n","ciphertext":"c"}'
    await post(fake, '/events', { name: 'e', channels: ['private-encrypted-a'], data })
    expect(client.take()).toEqual([{ event: 'e', channel: 'private-encrypted-a', data }])
  })

  test.each([
    ['channel', [['channel', 'orders']]],
    [
      'channels[]',
      [
        ['channels[]', 'orders'],
        ['channels[]', 'b'],
      ],
    ],
  ] as const)('takes its parameters from the query as well: %s', async (_, channels) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    client.take()
    const query = [['name', 'created'], ['data', '{"a b": 1}'], ...channels] as const
    const response = await fake.fetch(signedRequest(fake, '/events', { method: 'POST', query }))
    expect([response.status, await response.text()]).toEqual([200, '{}'])
    expect(client.take()).toEqual([{ event: 'created', channel: 'orders', data: '{"a b": 1}' }])
  })

  test('answers info for each unique channel', async () => {
    const fake = quietFake()
    for (const id of ['ada', 'ada', 'bob']) {
      new RawClient(fake).subscribe('presence-a', { id })
    }
    new RawClient(fake).subscribe('orders')
    const presence = ['presence-a', 'presence-b', 'presence-a']
    expect(
      await post(fake, '/events', {
        name: 'e',
        channels: presence,
        data: '1',
        info: 'user_count',
      }),
    ).toEqual({
      status: 200,
      text: '{"channels":{"presence-a":{"user_count":2},"presence-b":{"user_count":0}}}',
    })
    expect(
      await post(fake, '/events', {
        name: 'e',
        channel: 'orders',
        data: '1',
        info: 'subscription_count',
      }),
    ).toEqual({ status: 200, text: '{"channels":{"orders":{"subscription_count":1}}}' })
  })

  test('leaves out an attribute that does not apply to a channel', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('presence-a', { id: 'ada' })
    const info = 'user_count,subscription_count'
    const body = { name: 'e', channels: ['presence-a', 'orders'], data: '1', info }
    expect(await post(fake, '/events', body)).toEqual({
      status: 200,
      text: '{"channels":{"presence-a":{"user_count":1,"subscription_count":1},"orders":{"subscription_count":0}}}',
    })
  })
})

describe('POST /events is answered', () => {
  const event = { name: 'created', channel: 'orders', data: '1' }
  const tooLarge =
    'The data content of this event exceeds the allowed maximum (10240 bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info'

  test.each<[status: number, message: string, body: unknown]>([
    [400, 'Expected the body to be a JSON object', '{oops'],
    [400, 'Expected the body to be a JSON object', '[]'],
    [400, 'Expected name parameter to be a string', { ...event, name: undefined }],
    [400, 'Expected name parameter to be a string', { ...event, name: 1 }],
    [400, 'Expected data parameter to be a string', { ...event, data: { a: 1 } }],
    [400, 'Expected data parameter to be a string', { ...event, data: undefined }],
    [400, 'Expected channel parameter to be a string', { ...event, channel: undefined }],
    [400, 'Expected socket_id parameter to be a string', { ...event, socket_id: 1 }],
    [400, 'Invalid socket id: "abc"', { ...event, socket_id: 'abc' }],
    [
      400,
      'Expected channels parameter to be an array of strings',
      { ...event, channels: 'orders' },
    ],
    [400, 'Expected channels parameter to be an array of strings', { ...event, channels: [1] }],
    [400, 'Expected at least one channel', { ...event, channels: [] }],
    [
      400,
      'Cannot trigger to more than 100 channels, got 101',
      { ...event, channels: Array.from({ length: 101 }, (_, index) => `c${index}`) },
    ],
    [
      400,
      'Invalid channel name "a b": only letters, digits and _ - = @ , . ; are allowed',
      { ...event, channel: 'a b' },
    ],
    [400, 'Expected a non-empty event name', { ...event, name: '' }],
    [
      400,
      'The event name is 201 characters long, the maximum is 200',
      { ...event, name: 'e'.repeat(201) },
    ],
    [
      400,
      'info should be a comma separated list of attributes: user_count, subscription_count, cache. Unknown is "size"',
      { ...event, info: 'size' },
    ],
    [413, tooLarge, { ...event, data: 'a'.repeat(10_241) }],
  ])('%i %s', async (status, message, body) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    expect(await post(fake, '/events', body)).toEqual({ status, text: `${message}\n` })
    expect(client.take()).toEqual([])
    expect(fake.problems()).toMatchObject([
      {
        code: 'rest_refused',
        message: `POST /apps/1000001/events was answered ${status}: ${message}`,
      },
    ])
  })

  test('400 without a body', async () => {
    const fake = quietFake()
    const response = await fake.fetch(signedRequest(fake, '/events', { method: 'POST' }))
    expect(response.status).toBe(400)
    expect(await response.text()).toBe('Expected the body to be a JSON object\n')
  })
})

describe('POST /batch_events', () => {
  test('sends each event in order, except for its socket_id', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('a')
    client.subscribe('b')
    const batch = [
      { channel: 'b', name: 'first', data: '1' },
      { channel: 'a', name: 'second', data: 'text' },
      { channel: 'a', name: 'third', data: '3', socket_id: client.socketId },
    ]
    expect(await post(fake, '/batch_events', { batch })).toEqual(ok)
    expect(client.take()).toEqual([
      { event: 'first', channel: 'b', data: '1' },
      { event: 'second', channel: 'a', data: 'text' },
    ])
  })

  test('answers info by index', async () => {
    const fake = quietFake()
    new RawClient(fake).subscribe('presence-a', { id: 'ada' })
    const batch = [
      { channel: 'orders', name: 'e', data: '1' },
      { channel: 'presence-a', name: 'e', data: '1', info: 'user_count' },
    ]
    expect(await post(fake, '/batch_events', { batch })).toEqual({
      status: 200,
      text: '{"batch":[{},{"user_count":1}]}',
    })
  })

  test('an empty batch is no error', async () => {
    expect(await post(quietFake(), '/batch_events', { batch: [] })).toEqual(ok)
  })

  const good = { channel: 'orders', name: 'e', data: '1' }

  test.each<[status: number, message: string, batch: unknown]>([
    [400, 'Expected batch parameter to be an array', undefined],
    [400, 'Expected batch parameter to be an array', good],
    [400, 'Expected every event of batch to be an object', [good, null]],
    [400, 'Expected channel parameter to be a string', [good, { name: 'e', data: '1' }]],
    [400, 'Batch too large: 11 events, the maximum is 10', Array.from({ length: 11 }, () => good)],
    [413, 'The data content of this event exceeds', [good, { ...good, data: 'a'.repeat(10_241) }]],
  ])('is all or nothing: %i %s', async (status, message, batch) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    const answer = await post(fake, '/batch_events', { batch })
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(message)
    expect(client.take()).toEqual([])
  })
})

describe('POST /channels/:name/events, which is retired,', () => {
  test('takes the name from the query and the body as data; 202 and no information', async () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    for (const client of [ada, bob]) client.subscribe('orders')
    const query = { name: 'created', socket_id: bob.socketId }
    const request = signedRequest(fake, '/channels/orders/events', { body: 'no JSON', query })
    const response = await fake.fetch(request)
    expect([response.status, await response.text()]).toEqual([202, ''])
    expect(ada.take()).toEqual([{ event: 'created', channel: 'orders', data: 'no JSON' }])
    expect(bob.take()).toEqual([])
  })

  test('without a name is 400', async () => {
    expect(await post(quietFake(), '/channels/orders/events', '1')).toEqual({
      status: 400,
      text: 'Expected name parameter to be a string\n',
    })
  })
})

test('POST /users/:id/events reaches the connections that are signed in as the user', async () => {
  const fake = quietFake()
  const [ada, bob] = [fake.connect({ user: { id: 'ada' } }), fake.connect({ user: { id: 'bob' } })]
  const body = { name: 'notice', data: '{"text":"hi"}' }
  const response = await fake.fetch(signedRequest(fake, '/users/ada/events', { body }))
  expect([response.status, await response.json()]).toEqual([200, {}])
  expect(ada.received.at(-1)).toMatchObject({ event: 'notice', data: { text: 'hi' } })
  expect(bob.received.map(({ event }) => event)).not.toContain('notice')
})
