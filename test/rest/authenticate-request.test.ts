import { describe, expect, test } from 'vitest'
import type { PusherFakeOptions } from '../../src/index.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { quietFake } from '../support/raw-client.ts'
import { type SignedRequestOptions, signedRequest } from '../support/signed-request.ts'

const NOW = Date.UTC(2026, 10, 24, 12)
const EVENT = { name: 'created', channel: 'orders', data: '1' }

async function post(options: SignedRequestOptions = {}, fakeOptions: PusherFakeOptions = {}) {
  const fake = quietFake({ clock: new ManualClock(NOW), ...fakeOptions })
  const request = signedRequest(fake, '/events', { body: EVENT, nowMs: NOW, ...options })
  const response = await fake.fetch(request)
  return { fake, status: response.status, text: await response.text(), response }
}

test('a properly signed request is answered 200 with JSON', async () => {
  const { response, status, text } = await post()
  expect(status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(text).toBe('{}')
})

describe('401', () => {
  test.each(['auth_key', 'auth_timestamp', 'auth_version', 'body_md5'])(
    'without %s',
    async (name) => {
      const { status, text, response } = await post({ auth: { [name]: undefined } })
      expect(status).toBe(401)
      expect(text).toBe(`Missing parameter: ${name}\n`)
      expect(response.headers.get('content-type')).toContain('text/plain')
    },
  )

  test('without a signature', async () => {
    const { status, text } = await post({ signature: '' })
    expect([status, text]).toEqual([401, 'Missing parameter: auth_signature\n'])
  })

  test('with an unknown key', async () => {
    const { status, text } = await post({ auth: { auth_key: 'other' } })
    expect([status, text]).toEqual([401, 'Unknown auth_key: other\n'])
  })

  test('with another version', async () => {
    const { status, text } = await post({ auth: { auth_version: '2.0' } })
    expect(status).toBe(401)
    expect(text).toBe('Version required, must be 1.0, got auth_version 2.0\n')
  })

  test('with a signature by another secret, naming what to sign', async () => {
    const { fake, status, text } = await post({ signature: 'a'.repeat(64) })
    expect(status).toBe(401)
    expect(text).toMatch(
      /^Invalid signature: you should have sent HmacSHA256Hex\("POST\\n\/apps\/1000001\/events\\nauth_key=app-key&auth_timestamp=\d+&auth_version=1\.0&body_md5=[0-9a-f]{32}", your_secret_key\), but you sent "a{64}"\n$/,
    )
    expect(fake.problems()).toMatchObject([{ code: 'rest_refused' }])
    expect(fake.problems()[0]?.message).toMatch(
      /^POST \/apps\/1000001\/events was answered 401: Invalid signature: /,
    )
    expect((await post({ secret: 'wrong' })).status).toBe(401)
  })

  test('with the MD5 of another body', async () => {
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
    const { status, text } = await post({ auth: { body_md5: md5 } })
    expect(status).toBe(401)
    expect(text).toMatch(new RegExp(`^Invalid body_md5: expected [0-9a-f]{32}, got ${md5}\n$`))
  })

  test.each(['now', '-1', '1.5', '99999999999999'])('with the timestamp %s', async (value) => {
    const { status, text } = await post({ auth: { auth_timestamp: value } })
    expect([status, text]).toEqual([401, `Invalid auth_timestamp: ${value}\n`])
  })

  test('with a timestamp over 600 s old', async () => {
    const { status, text } = await post({ nowMs: NOW - 601_000 })
    expect(status).toBe(401)
    expect(text).toBe(
      'Timestamp expired: Given timestamp (2026-11-24T11:49:59.000Z) not within 600s of server time (2026-11-24T12:00:00.000Z)\n',
    )
  })

  test('with a timestamp over 600 s in the future', async () => {
    expect((await post({ nowMs: NOW + 601_000 })).status).toBe(401)
  })
})

test.each([-600_000, 600_000])('a timestamp %i ms off is accepted', async (offset) => {
  expect((await post({ nowMs: NOW + offset })).status).toBe(200)
})

test('the age of the timestamp can be left unchecked', async () => {
  expect((await post({ nowMs: 1_000_000 }, { limits: false })).status).toBe(200)
})

test('nothing of a refused request happens', async () => {
  const fake = quietFake()
  const peer = fake.connect()
  await peer.subscribe('orders')
  await fake.fetch(signedRequest(fake, '/events', { body: EVENT, secret: 'wrong' }))
  expect(peer.received.map(({ event }) => event)).not.toContain('created')
})
