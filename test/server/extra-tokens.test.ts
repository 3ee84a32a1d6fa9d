import { describe, expect, test } from 'vitest'
import { hmacSha256Hex } from '../../src/protocol/signatures.ts'
import { APP_URL, quietFake, RawClient } from '../support/raw-client.ts'
import { signedRequest } from '../support/signed-request.ts'

const YOUNG = { key: 'young-key', secret: 'young-secret' }
const STRANGER = { key: 'app-key', secret: 'young-secret' }

function fakeOfTwo() {
  return quietFake({ extraTokens: [YOUNG] })
}

describe('a younger token is accepted', () => {
  test.each(['app-key', 'young-key'])('from a client that dials with %s', (key) => {
    const client = new RawClient(fakeOfTwo(), APP_URL.replace('app-key', key))
    expect(client.closes).toEqual([])
  })

  test.each([
    [YOUNG, 200],
    [STRANGER, 401],
  ])('from a backend that signs with %j: %i', async (token, status) => {
    const fake = fakeOfTwo()
    const body = { name: 'e', channel: 'orders', data: '1' }
    const request = signedRequest({ appId: fake.appId, ...token }, '/events', { body })
    expect((await fake.fetch(request)).status).toBe(status)
  })

  test.each([
    [YOUNG, 'pusher_internal:subscription_succeeded'],
    [STRANGER, 'pusher:error'],
  ])('from an endpoint that authorizes a channel with %j: %s', ({ key, secret }, event) => {
    const client = new RawClient(fakeOfTwo())
    client.take()
    const auth = `${key}:${hmacSha256Hex(secret, `${client.socketId}:private-a`)}`
    client.send({ event: 'pusher:subscribe', data: { channel: 'private-a', auth } })
    expect(client.take().map((frame) => frame.event)).toEqual([event])
  })

  test.each([
    [YOUNG, 'pusher:signin_success'],
    [STRANGER, 'pusher:error'],
  ])('from an endpoint that authenticates a user with %j: %s', ({ key, secret }, event) => {
    const client = new RawClient(fakeOfTwo())
    client.take()
    const user_data = '{"id":"ada"}'
    const auth = `${key}:${hmacSha256Hex(secret, `${client.socketId}::user::${user_data}`)}`
    client.send({ event: 'pusher:signin', data: { auth, user_data } })
    expect(client.take().map((frame) => frame.event)).toEqual([event])
  })
})

test('webhooks are signed with the oldest', () => {
  const fake = fakeOfTwo()
  new RawClient(fake).subscribe('orders')
  const [request] = fake.webhookRequests()
  expect(request?.headers).toMatchObject({
    'x-pusher-key': 'app-key',
    'x-pusher-signature': hmacSha256Hex('app-secret', request?.rawBody ?? ''),
  })
})

test.each([
  [{}, /"extraTokens" must be a list of \{ key, secret \}/],
  [[{ key: 'a' }], /"extraTokens\[0\]\.secret" must be a non-empty string/],
  [[{ key: '', secret: 'b' }], /"extraTokens\[0\]\.key" must be a non-empty string/],
  [[{ key: 'a', secret: 'b', age: 1 }], /Unknown option "extraTokens\[0\]\.age"/],
])('%j are no tokens', (extraTokens, words) => {
  expect(() => quietFake({ extraTokens: extraTokens as never })).toThrow(words)
})
