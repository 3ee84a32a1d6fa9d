import { beforeAll, describe, expect, test } from 'vitest'
import {
  type JsonValue,
  PusherFakeError,
  type PusherFakeErrorCode,
  type PusherFakeOptions,
} from '../../../src/index.ts'
import { fromBase64 } from '../../../src/protocol/encryption.ts'
import { decrypt, type EncryptedData } from '../../../src/protocol/secret-box.ts'
import { loadSecretBox } from '../../../src/server/channels/with-secret-box.ts'
import { quietFake, RawClient } from '../../support/raw-client.ts'

const encryptionMasterKeyBase64 = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='

function thrownBy(act: () => void): PusherFakeError {
  try {
    act()
  } catch (error) {
    if (error instanceof PusherFakeError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

describe('what subscribers get', () => {
  test.each<[JsonValue, string]>([
    ['text', 'text'],
    ['{"a":1}', '{"a":1}'],
    ['', ''],
    [{ a: 1 }, '{"a":1}'],
    [[1], '[1]'],
    [0, '0'],
    [null, 'null'],
    [false, 'false'],
  ])('%j goes over the wire as %j', (data, wire) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.trigger('orders', 'created', data)
    expect(client.take()).toEqual([{ event: 'created', channel: 'orders', data: wire }])
  })

  test('in one order for all, also when a listener triggers at the first frame it hears of', () => {
    const fake = quietFake()
    const clients = [new RawClient(fake), new RawClient(fake)]
    for (const client of clients) client.subscribe('orders')
    for (const client of clients) client.take()
    const stop = fake.on('frame', ({ event }) => {
      stop()
      if (event === 'created') fake.trigger('orders', 'seen', 1)
    })
    fake.trigger('orders', 'created', 1)
    for (const client of clients) {
      expect(client.take().map((frame) => Reflect.get(Object(frame), 'event'))).toEqual([
        'created',
        'seen',
      ])
    }
  })

  test('each of several channels, one that is named twice once', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('a')
    client.subscribe('b')
    fake.trigger(['a', 'b', 'a', 'c'], 'created', 1)
    expect(client.take()).toEqual([
      { event: 'created', channel: 'a', data: '1' },
      { event: 'created', channel: 'b', data: '1' },
    ])
  })

  test('not the connection of socketId', () => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.subscribe('orders')
    bob.subscribe('orders')
    fake.trigger('orders', 'created', 1, { socketId: ada.socketId })
    expect(ada.take()).toEqual([])
    expect(bob.take()).toHaveLength(1)
  })

  test('everybody when socketId names nobody', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.trigger('orders', 'created', 1, { socketId: '1.1' })
    expect(client.take()).toHaveLength(1)
  })

  test('the events of a batch in their order', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('a')
    client.subscribe('b')
    fake.triggerBatch([
      { channel: 'b', name: 'first', data: 1 },
      { channel: 'a', name: 'second', data: { x: 1 } },
      { channel: 'a', name: 'third', data: 3, socketId: client.socketId },
    ])
    expect(client.take()).toEqual([
      { event: 'first', channel: 'b', data: '1' },
      { event: 'second', channel: 'a', data: '{"x":1}' },
    ])
  })
})

describe('a batch is all or nothing', () => {
  const good = { channel: 'orders', name: 'created', data: 1 }

  test.each<[code: string, words: string, bad: object]>([
    ['invalid_channel_name', 'Invalid channel name "a b"', { ...good, channel: 'a b' }],
    ['invalid_event_name', 'Expected a non-empty event name', { ...good, name: '' }],
    ['invalid_data', 'exceeds the allowed maximum', { ...good, data: 'a'.repeat(10_241) }],
    ['missing_encryption_key', 'encrypted', { ...good, channel: 'private-encrypted-a' }],
  ])('%s', (code, words, bad) => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    const send = () => fake.triggerBatch([good, bad as never, good])
    expect(send).toThrow(expect.objectContaining({ code }))
    expect(send).toThrow(words)
    expect(client.take()).toEqual([])
  })

  test('and has at most 10 events, or as many as the limit says', () => {
    const events = Array.from({ length: 11 }, () => good)
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    expect(() => fake.triggerBatch(events)).toThrow(
      /invalid_data: triggerBatch: Batch too large: 11 events, the maximum is 10\. .*limits\.batchSize/,
    )
    expect(client.take()).toEqual([])
    expect(() => fake.triggerBatch(events.slice(1))).not.toThrow()
    expect(() => quietFake({ limits: { batchSize: 11 } }).triggerBatch(events)).not.toThrow()
  })

  test.each([undefined, {}, [null], ['created']])('%j is no batch', (events) => {
    expect(() => quietFake().triggerBatch(events as never)).toThrow(
      /expected an array of \{ channel, name, data \}/,
    )
  })
})

describe('errors', () => {
  const cases: readonly [
    code: PusherFakeErrorCode,
    channels: string | string[],
    event: string,
    data: JsonValue | undefined,
    message: string,
  ][] = [
    ['invalid_channel_name', 'a b', 'e', 1, 'Invalid channel name "a b"'],
    ['invalid_channel_name', '', 'e', 1, 'Invalid channel name ""'],
    ['invalid_channel_name', [], 'e', 1, 'Expected at least one channel'],
    ['invalid_channel_name', ['ok', 'a b'], 'e', 1, 'Invalid channel name "a b"'],
    ['invalid_channel_name', 'a'.repeat(165), 'e', 1, '165 characters long, the maximum is 164'],
    [
      'invalid_channel_name',
      Array.from({ length: 101 }, (_, index) => `c${index}`),
      'e',
      1,
      'Cannot trigger to more than 100 channels, got 101',
    ],
    [
      'invalid_channel_name',
      ['orders', 'private-encrypted-a'],
      'e',
      1,
      'You cannot trigger to multiple channels when using encrypted channels',
    ],
    ['invalid_event_name', 'orders', '', 1, 'Expected a non-empty event name'],
    ['invalid_event_name', 'orders', 'e'.repeat(201), 1, '201 characters long, the maximum is 200'],
    ['invalid_data', 'orders', 'e', 'a'.repeat(10_241), 'the allowed maximum (10240 bytes)'],
    ['invalid_data', 'orders', 'e', 'é'.repeat(5_121), 'the allowed maximum (10240 bytes)'],
    ['invalid_data', 'orders', 'e', undefined, 'must be JSON, got undefined'],
    ['missing_encryption_key', 'private-encrypted-a', 'e', 1, 'encryptionMasterKeyBase64'],
  ]

  test.each<[code: string, channels: unknown, event: unknown, data: unknown, message: string]>([
    [
      'invalid_channel_name',
      undefined,
      'e',
      1,
      "a channel's name or an array of names, got undefined",
    ],
    ['invalid_channel_name', [1], 'e', 1, "a channel's name or an array of names, got [1]"],
    ['invalid_event_name', 'orders', {}, 1, "the event's name, got {}"],
    ['invalid_data', 'orders', 'e', () => 1, 'must be JSON, got a function'],
    [
      'invalid_data',
      'orders',
      'e',
      1n,
      'must be JSON, got 1 (Do not know how to serialize a BigInt',
    ],
    [
      'invalid_data',
      'orders',
      'e',
      circle(),
      'must be JSON, got an object without JSON (Converting',
    ],
  ])('%s for what TypeScript would refuse', (code, channels, event, data, message) => {
    const error = thrownBy(() => quietFake().trigger(channels as string, event as string, data))
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })

  test.each(cases)('%s for channels %j', (code, channels, event, data, message) => {
    const fake = quietFake()
    // Undefined is what untyped callers pass.
    const error = thrownBy(() => fake.trigger(channels, event, data as JsonValue))
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    expect(error.message).toMatch(/^\[pusher-js-fake\] /)
  })

  test('a malformed socketId', () => {
    const error = thrownBy(() => quietFake().trigger('orders', 'e', 1, { socketId: 'abc' }))
    expect(error.code).toBe('invalid_data')
    expect(error.message).toContain('Invalid socket id: "abc"')
  })

  test('nothing is delivered when one of the channels is wrong', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    thrownBy(() => fake.trigger(['orders', 'a b'], 'created', 1))
    expect(client.take()).toEqual([])
  })

  test.each<[string, PusherFakeOptions]>([
    ['limits: false', { limits: false }],
    ['the one limit', { limits: { eventDataBytes: 20_000 } }],
  ])('%s lets larger data through', (_, options) => {
    const fake = quietFake(options)
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.trigger('orders', 'created', 'a'.repeat(20_000))
    expect(client.take()).toHaveLength(1)
  })

  test('the largest data that is allowed passes', () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.trigger('orders', 'e'.repeat(200), 'é'.repeat(5_120))
    expect(client.take()).toHaveLength(1)
  })
})

describe('encrypted channels', () => {
  beforeAll(loadSecretBox)

  test.each<JsonValue>([{ id: 1 }, 'text', null])('%j opens with the shared secret', (data) => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const client = new RawClient(fake)
    const channel = 'private-encrypted-bla'
    const { shared_secret = '' } = fake.authorizeChannel({
      socketId: client.socketId,
      channelName: channel,
    })
    expect(shared_secret).toBe('nlr49ISQHz91yS3cy/yWmW8wFMNeTnNL5tNHnbPJcLQ=')
    client.subscribe(channel)
    fake.trigger(channel, 'created', data)
    const [frame] = client.take()
    expect(frame).toMatchObject({ event: 'created', channel })
    const sealed = JSON.parse(String(frame?.data)) as EncryptedData
    expect(Object.keys(sealed)).toEqual(['nonce', 'ciphertext'])
    expect(fromBase64(sealed.nonce)).toHaveLength(24)
    const text = decrypt(sealed, fromBase64(shared_secret) ?? new Uint8Array())
    expect(text).toBe(JSON.stringify(data))
  })

  test('no two events have the same nonce', () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const client = new RawClient(fake)
    client.subscribe('private-encrypted-a')
    fake.trigger('private-encrypted-a', 'created', 1)
    fake.trigger('private-encrypted-a', 'created', 1)
    const [first, second] = client.take()
    expect(first?.data).not.toBe(second?.data)
  })

  test('an encrypted cache channel replays what it sent', () => {
    const fake = quietFake({ encryptionMasterKeyBase64 })
    const client = new RawClient(fake)
    client.subscribe('private-encrypted-cache-a')
    fake.trigger('private-encrypted-cache-a', 'created', 1)
    const [sent] = client.take()
    expect(new RawClient(fake).subscribe('private-encrypted-cache-a')[1]).toEqual(sent)
  })
})

function circle(): object {
  const loop: { loop?: object } = {}
  loop.loop = loop
  return loop
}
