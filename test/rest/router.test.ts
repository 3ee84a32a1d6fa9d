import { describe, expect, test } from 'vitest'
import { quietFake, RawClient } from '../support/raw-client.ts'
import { signedRequest } from '../support/signed-request.ts'

const EVENT = { name: 'created', channel: 'orders', data: '1' }

async function outcome(response: Promise<Response>) {
  const { status, text } = await response.then(async (answer) => ({
    status: answer.status,
    text: await answer.text(),
  }))
  return [status, text]
}

test.each(['https://api-eu.pusher.com', 'http://api.pusherapp.com', 'http://localhost:6001'])(
  'any host is fine: %s',
  async (origin) => {
    const fake = quietFake()
    const request = signedRequest(fake, '/events', { body: EVENT, origin })
    expect(await outcome(fake.fetch(request))).toEqual([200, '{}'])
  },
)

describe('404', () => {
  test('for another app', async () => {
    const fake = quietFake()
    const request = signedRequest(quietFake({ appId: 'other' }), '/events', { body: EVENT })
    expect(await outcome(fake.fetch(request))).toEqual([
      404,
      "App other not found (this fake's app is 1000001)\n",
    ])
  })

  test.each([
    '/else',
    '/events/x',
    '/channels/a/b',
    '/channels/a/users/b',
    '/users/ada',
    '/users/ada/things',
  ])('for %s', async (path) => {
    const fake = quietFake()
    expect(await outcome(fake.fetch(signedRequest(fake, path)))).toEqual([
      404,
      `Not found: /apps/1000001${path}\n`,
    ])
  })

  test('outside of /apps', async () => {
    const fake = quietFake()
    const request = new Request('https://api-mt1.pusher.com/')
    expect(await outcome(fake.fetch(request))).toEqual([404, 'Not found: /\n'])
    expect(fake.problems()).toMatchObject([{ code: 'rest_refused' }])
  })
})

describe('400 for a parameter where none is allowed', () => {
  test.each([
    ['GET', '/channels/presence-a/users'],
    ['POST', '/users/ada/terminate_connections'],
  ])('%s %s', async (method, path) => {
    const fake = quietFake()
    const query = { info: 'user_count', page: '2' }
    expect(await outcome(fake.fetch(signedRequest(fake, path, { method, query })))).toEqual([
      400,
      'The following query string parameters are extraneous: info, page\n',
    ])
  })
})

describe('405', () => {
  test.each([
    ['GET', '/events', 'POST'],
    ['PUT', '/events', 'POST'],
    ['GET', '/batch_events', 'POST'],
    ['POST', '/channels', 'GET'],
    ['DELETE', '/channels/orders', 'GET'],
    ['POST', '/channels/presence-a/users', 'GET'],
    ['GET', '/users/ada/terminate_connections', 'POST'],
    ['constructor', '/events', 'POST'],
    ['toString', '/events', 'POST'],
  ])('%s %s', async (method, path, expected) => {
    const fake = quietFake()
    expect(await outcome(fake.fetch(signedRequest(fake, path, { method })))).toEqual([
      405,
      `Method ${method} is not allowed, expected ${expected}\n`,
    ])
  })
})

test('403 when the app is disabled, to who is authenticated', async () => {
  const fake = quietFake({ enabled: false })
  const good = signedRequest(fake, '/events', { body: EVENT })
  expect(await outcome(fake.fetch(good))).toEqual([403, 'The app is disabled\n'])
  const bad = signedRequest(fake, '/events', { body: EVENT, secret: 'wrong' })
  expect((await fake.fetch(bad)).status).toBe(401)
})

test('400 for a path that is escaped badly', async () => {
  const fake = quietFake()
  const request = signedRequest(fake, '/channels/%E0%A4')
  expect(await outcome(fake.fetch(request))).toEqual([400, 'Malformed path segment: %E0%A4\n'])
})

describe('POST /users/:id/terminate_connections', () => {
  test.each(['{}', undefined])('ends the connections of the user (body %j)', async (body) => {
    const fake = quietFake()
    const [ada, bob] = [new RawClient(fake), new RawClient(fake)]
    ada.signin({ id: 'ada@x' })
    bob.signin({ id: 'bob' })
    const path = `/users/${encodeURIComponent('ada@x')}/terminate_connections`
    const request = signedRequest(fake, path, { method: 'POST', body })
    expect(await outcome(fake.fetch(request))).toEqual([200, '{}'])
    expect(ada.closes).toMatchObject([{ code: 4009 }])
    expect(bob.closes).toEqual([])
  })
})

describe('failRest', () => {
  const send = (fake: ReturnType<typeof quietFake>) =>
    outcome(fake.fetch(signedRequest(fake, '/events', { body: EVENT })))

  test('fails every request until it is restored', async () => {
    const fake = quietFake()
    const fault = fake.faults.failRest()
    expect(await send(fake)).toEqual([500, 'Internal server error'])
    expect(await send(fake)).toEqual([500, 'Internal server error'])
    fault.restore()
    expect(await send(fake)).toEqual([200, '{}'])
  })

  test('so many times, with the given answer, and delivers nothing meanwhile', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    client.subscribe('orders')
    fake.faults.failRest({ status: 503, body: 'Busy', times: 2 })
    expect([await send(fake), await send(fake)]).toEqual([
      [503, 'Busy'],
      [503, 'Busy'],
    ])
    expect(client.take()).toEqual([])
    expect(await send(fake)).toEqual([200, '{}'])
    expect(client.take()).toHaveLength(1)
  })

  test('no times fails nothing', async () => {
    const fake = quietFake()
    fake.faults.failRest({ times: 0 })
    expect(await send(fake)).toEqual([200, '{}'])
  })

  test('the latest holds first, and reset ends all', async () => {
    const fake = quietFake()
    fake.faults.failRest({ status: 500 })
    fake.faults.failRest({ status: 502, times: 1 })
    expect([(await send(fake))[0], (await send(fake))[0]]).toEqual([502, 500])
    fake.reset()
    expect(await send(fake)).toEqual([200, '{}'])
  })
})
