import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PusherFake } from '../../src/index.ts'
import { pusherHandlers } from '../../src/msw.ts'
import { quietFake } from '../support/raw-client.ts'
import { signedRequest } from '../support/signed-request.ts'
import { LISTEN_OPTIONS } from './listen-options.ts'

const BODY = { name: 'created', channel: 'orders', data: '{"id":1}' }

const server = setupServer()
let fake: PusherFake

beforeAll(() => server.listen(LISTEN_OPTIONS))
afterAll(() => server.close())
beforeEach(() => {
  fake = quietFake()
  server.use(...pusherHandlers(fake, { user: { id: 'ada' } }))
})
afterEach(() => {
  server.resetHandlers()
  fake.close()
})

describe('a fetch signed by hand', () => {
  test.each([
    'https://api-mt1.pusher.com',
    'http://api.pusherapp.com',
    'https://api-eu.pusher.com:8443',
    'http://soketi.test:6001',
    'http://127.0.0.1:6001',
  ])('triggers at %s', async (origin) => {
    const peer = fake.connect()
    await peer.subscribe('orders')
    const response = await fetch(signedRequest(fake, '/events', { body: BODY, origin }))
    expect([response.status, await response.json()]).toEqual([200, {}])
    expect(peer.received.at(-1)).toMatchObject({ event: 'created', data: { id: 1 } })
  })

  test("below a path of the host triggers with the service's path signed, and with the whole one", async () => {
    const peer = fake.connect()
    await peer.subscribe('orders')
    for (const origin of ['http://proxy.test', 'http://proxy.test/soketi']) {
      const { search } = new URL(signedRequest(fake, '/events', { body: BODY }).url)
      const inner = await fetch(`${origin}/apps/1000001/events${search}`, {
        method: 'POST',
        body: JSON.stringify(BODY),
      })
      expect(inner.status).toBe(200)
    }
    const whole = signedRequest(fake, '/events', { body: BODY, prefix: '/soketi' })
    expect((await fetch(whole)).status).toBe(200)
    expect(peer.received.filter(({ event }) => event === 'created')).toHaveLength(3)
  })

  test('below a path of the host is refused with a signature of another path', async () => {
    const { search } = new URL(signedRequest(fake, '/events', { body: BODY, prefix: '/other' }).url)
    const url = `http://proxy.test/soketi/apps/1000001/events${search}`
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(BODY) })
    expect(response.status).toBe(401)
    expect(await response.text()).toContain('/soketi/apps/1000001/events')
  })

  test('reads a channel', async () => {
    await fake.connect().subscribe('orders')
    const query = { info: 'subscription_count' }
    const response = await fetch(signedRequest(fake, '/channels/orders', { query }))
    expect(await response.json()).toEqual({ occupied: true, subscription_count: 1 })
  })

  test.each([
    ['a wrong secret', { secret: 'other' }, /^Invalid signature/],
    ['an old timestamp', { nowMs: 0 }, /^Timestamp expired/],
    ['no version', { auth: { auth_version: undefined } }, /^Missing parameter: auth_version/],
  ])('with %s is refused', async (_, options, words) => {
    const response = await fetch(signedRequest(fake, '/events', { body: BODY, ...options }))
    expect(response.status).toBe(401)
    expect(await response.text()).toMatch(words)
    expect(fake.problems()).toMatchObject([{ code: 'rest_refused' }])
  })

  test('gets the failure that the test asked for, once', async () => {
    fake.faults.failRest({ status: 503, times: 1 })
    const statuses: number[] = []
    for (let count = 0; count < 2; count++) {
      statuses.push((await fetch(signedRequest(fake, '/events', { body: BODY }))).status)
    }
    expect(statuses).toEqual([503, 200])
  })
})

test("an unsigned request to a Pusher host is the fake's to refuse", async () => {
  const response = await fetch('https://api-mt1.pusher.com/apps/1000001/channels')
  expect([response.status, await response.text()]).toEqual([
    401,
    expect.stringContaining('Missing parameter: auth_key'),
  ])
})

test('an unsigned request to another host falls through to the handlers behind', async () => {
  server.resetHandlers()
  server.use(
    ...pusherHandlers(fake),
    http.all('*', ({ request }) => HttpResponse.json({ path: new URL(request.url).pathname })),
  )
  const path = '/apps/1000001/events'
  const response = await fetch(`http://api.test${path}`, { method: 'POST', body: '{}' })
  expect(await response.json()).toEqual({ path })
  expect(fake.problems()).toEqual([])
})

test('a handler of the test that comes first wins over the REST API', async () => {
  server.use(
    http.post('https://api-mt1.pusher.com/apps/:id/events', () =>
      HttpResponse.text('busy', { status: 503 }),
    ),
  )
  const response = await fetch(signedRequest(fake, '/events', { body: BODY }))
  expect([response.status, await response.text()]).toEqual([503, 'busy'])
})

test('the user authentication endpoint signs for the user, and answers a preflight', async () => {
  const url = 'http://app.test/pusher/user-auth'
  const headers = { origin: 'http://page.test', 'access-control-request-headers': 'x-csrf' }
  const preflight = await fetch(url, { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-csrf')
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ socket_id: '1.2' }),
  })
  expect(await response.json()).toEqual(
    fake.authenticateUser({ socketId: '1.2', user: { id: 'ada' } }),
  )
})
