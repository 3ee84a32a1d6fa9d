import { describe, expect, test } from 'vitest'
import { createPusherFake, PusherFakeError, type PusherFakeOptions } from '../../src/index.ts'
import { NO_LIMITS, PUSHER_LIMITS } from '../../src/protocol/limits.ts'
import { resolveOptions } from '../../src/server/options.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

/** Makes a fake with options that TypeScript would refuse. */
function errorFor(options: unknown): PusherFakeError {
  try {
    createPusherFake(options as PusherFakeOptions)
  } catch (error) {
    if (error instanceof PusherFakeError) return error
    throw error
  }
  throw new Error('Nothing was thrown.')
}

test('an unknown option is named with the ones that are allowed', () => {
  const error = errorFor({ apiKey: 'x' })
  expect(error.code).toBe('invalid_option')
  expect(error.message).toMatch(
    /^\[pusher-js-fake\] invalid_option: Unknown option "apiKey"\. Allowed are: appId, key, secret, cluster, .*, clock\.$/,
  )
})

test('an unknown limit is named with the ones that are allowed', () => {
  expect(errorFor({ limits: { size: 1 } }).message).toMatch(
    /Unknown option "limits\.size"\. Allowed are: channelNameLength, eventNameLength, .*cacheSeconds\.$/,
  )
})

test.each([
  ['key', '', 'a non-empty string, got ""'],
  ['appId', 1, 'a non-empty string, got 1'],
  ['key', 'lone \ud800', 'a non-empty string, got "lone \\ud800"'],
  ['secret', null, 'a non-empty string, got null'],
  ['cluster', {}, 'a non-empty string, got {}'],
  ['clientEvents', 'yes', 'a boolean, got "yes"'],
  ['subscriptionCount', 1, 'a boolean, got 1'],
  ['enabled', 0, 'a boolean, got 0'],
  ['tlsOnly', null, 'a boolean, got null'],
  ['activityTimeoutSeconds', 0, 'a positive number of seconds, got 0'],
  ['activityTimeoutSeconds', Number.NaN, 'a positive number of seconds, got NaN'],
  ['pongTimeoutSeconds', -1, 'a positive number of seconds, got -1'],
  ['encryptionMasterKeyBase64', 'c2hvcnQ=', '32 bytes encoded as base64, got "c2hvcnQ="'],
  ['encryptionMasterKeyBase64', '*', '32 bytes encoded as base64, got "*"'],
  ['limits', true, 'an object of limits, or false, got true'],
  ['frameLogSize', 1.5, 'a positive integer, got 1.5'],
  ['frameLogSize', 0, 'a positive integer, got 0'],
  ['logger', true, 'a function, or false, got true'],
  ['random', 4, 'a function, got 4'],
  ['clock', Date.now, 'an object with now, setTimeout and clearTimeout, got a function'],
])('option %s: %j must be otherwise', (name, value, expected) => {
  const error = errorFor({ [name]: value })
  expect(error.code).toBe('invalid_option')
  expect(error.message).toBe(
    `[pusher-js-fake] invalid_option: Option "${name}" must be ${expected}.`,
  )
})

test('a value without JSON, or with much of it, is shown as well as it can be', () => {
  expect(errorFor({ activityTimeoutSeconds: 1n }).message).toContain('got 1.')
  expect(errorFor({ key: { toJSON: () => 1n } }).message).toContain('got an object without JSON.')
  expect(errorFor({ key: Array(300).fill(0) }).message).toContain(`got [${'0,'.repeat(99)}0….`)
})

test.each([null, 'app-key', 1])('options %j are no options', (options) => {
  expect(errorFor(options).message).toContain('Options must be an object, got ')
})

test.each([-1, '10', Number.NaN, null])('limit %j must be a number of 0 or more', (value) => {
  expect(errorFor({ limits: { batchSize: value } }).message).toContain(
    'Option "limits.batchSize" must be a number of 0 or more, got ',
  )
})

test('a clock that lacks its methods is refused at once', () => {
  expect(errorFor({ clock: {} }).message).toContain(
    'Option "clock" must be an object with now, setTimeout and clearTimeout',
  )
})

test('an endless activity timeout, which no handshake can name, is refused', () => {
  expect(errorFor({ activityTimeoutSeconds: Number.POSITIVE_INFINITY }).message).toContain(
    'Option "activityTimeoutSeconds" must be a positive number of seconds',
  )
})

describe('defaults', () => {
  test('without options and with undefined ones', () => {
    const fake = createPusherFake({ key: undefined } as unknown as PusherFakeOptions)
    expect([fake.appId, fake.key, fake.secret, fake.cluster]).toEqual([
      '1000001',
      'app-key',
      'app-secret',
      'mt1',
    ])
    expect(resolveOptions()).toMatchObject({
      clientEvents: true,
      subscriptionCount: false,
      enabled: true,
      tlsOnly: false,
      activityTimeoutSeconds: 120,
      pongTimeoutSeconds: 30,
      frameLogSize: 10_000,
      frameLogBytes: 67_108_864,
      limits: PUSHER_LIMITS,
    })
  })

  test('the limits of the service', () => {
    expect(PUSHER_LIMITS).toEqual({
      channelNameLength: 164,
      eventNameLength: 200,
      eventDataBytes: 10_240,
      channelsPerTrigger: 100,
      batchSize: 10,
      presenceMembers: 100,
      presenceUserIdLength: 128,
      presenceUserInfoBytes: 1_024,
      clientEventsPerSecond: 10,
      watchlistSize: 100,
      connections: Number.POSITIVE_INFINITY,
      authTimestampSeconds: 600,
      cacheSeconds: 1_800,
    })
  })
})

describe('limits', () => {
  test('false switches all off', () => {
    const { limits } = resolveOptions({ limits: false })
    expect(limits).toBe(NO_LIMITS)
    expect(Object.keys(limits)).toEqual(Object.keys(PUSHER_LIMITS))
    expect(new Set(Object.values(limits))).toEqual(new Set([Number.POSITIVE_INFINITY]))
    const client = new RawClient(quietFake({ limits: false }))
    expect(client.subscribe('a'.repeat(1_000))).toMatchObject([
      { event: 'pusher_internal:subscription_succeeded' },
    ])
  })

  test('a single one leaves the others as they are', () => {
    expect(resolveOptions({ limits: { batchSize: 2 } }).limits).toEqual({
      ...PUSHER_LIMITS,
      batchSize: 2,
    })
  })
})

test('pusherOptions gives key and cluster, overrides last', () => {
  const fake = quietFake({ key: 'k', cluster: 'eu' })
  expect(fake.pusherOptions({ forceTLS: false })).toEqual(['k', { cluster: 'eu', forceTLS: false }])
  expect(fake.pusherOptions({ cluster: 'us2' })).toEqual(['k', { cluster: 'us2' }])
})
