import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { AuthOptions, AuthRequest, PusherFake } from '../../src/index.ts'
import { quietFake, RawClient } from '../support/raw-client.ts'

const ADA = { id: 'ada', info: { name: 'Ada' } }
const AUTH = 'https://app.example.com/pusher/auth'
const USER_AUTH = 'https://app.example.com/pusher/user-auth'

function form(url: string, fields: Record<string, string>, headers: HeadersInit = {}): Request {
  return new Request(url, { method: 'POST', body: new URLSearchParams(fields), headers })
}

function multipart(url: string, fields: Record<string, string>): Request {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return new Request(url, { method: 'POST', body })
}

function json(url: string, body: object): Request {
  return new Request(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
}

async function ask(fake: PusherFake, options: AuthOptions, request: Request) {
  const response = await fake.authEndpoints(options).handle(request)
  if (response === undefined) throw new Error('The request was left to somebody else.')
  return { status: response.status, text: await response.text(), headers: response.headers }
}

function sign(text: string): string {
  return `app-key:${createHmac('sha256', 'app-secret').update(text).digest('hex')}`
}

describe('authorizing a channel', () => {
  const fields = { socket_id: '1.2', channel_name: 'private-orders' }

  test.each([
    ['a form', form(AUTH, fields)],
    ['JSON', json(AUTH, fields)],
    ['multipart', multipart(AUTH, fields)],
    ['a query', new Request(`${AUTH}?${new URLSearchParams(fields)}`)],
  ])('asked by %s', async (_, request) => {
    const { status, text, headers } = await ask(quietFake(), {}, request)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/json')
    expect(JSON.parse(text)).toEqual({ auth: sign('1.2:private-orders') })
  })

  test('asked by JSONP', async () => {
    const callback = "Pusher.auth_callbacks['1']"
    const query = new URLSearchParams({ callback, ...fields })
    const { text, headers } = await ask(quietFake(), {}, new Request(`${AUTH}?${query}`))
    expect(headers.get('content-type')).toBe('application/javascript')
    expect(text).toBe(`${callback}({"auth":"${sign('1.2:private-orders')}"});`)
  })

  test('a presence channel as the user of the app', async () => {
    const request = form(AUTH, { socket_id: '1.2', channel_name: 'presence-a' })
    const { text } = await ask(quietFake(), { user: ADA }, request)
    const channel_data = '{"user_id":"ada","user_info":{"name":"Ada"}}'
    expect(JSON.parse(text)).toEqual({
      auth: sign(`1.2:presence-a:${channel_data}`),
      channel_data,
    })
  })

  test('an encrypted channel with its shared secret', async () => {
    const encryptionMasterKeyBase64 = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='
    const request = form(AUTH, { socket_id: '1.2', channel_name: 'private-encrypted-bla' })
    const { text } = await ask(quietFake({ encryptionMasterKeyBase64 }), {}, request)
    expect(JSON.parse(text)).toEqual({
      auth: sign('1.2:private-encrypted-bla'),
      shared_secret: 'nlr49ISQHz91yS3cy/yWmW8wFMNeTnNL5tNHnbPJcLQ=',
    })
  })

  test('what it answers lets a client in', async () => {
    const fake = quietFake()
    const client = new RawClient(fake)
    const request = form(AUTH, { socket_id: client.socketId, channel_name: 'presence-a' })
    const { text } = await ask(fake, { user: ADA }, request)
    client.send({ event: 'pusher:subscribe', data: { channel: 'presence-a', ...JSON.parse(text) } })
    expect(fake.channel('presence-a')?.members).toEqual([{ id: 'ada', info: { name: 'Ada' } }])
  })

  test.each([
    [{ channel_name: 'private-a' }, 'Invalid socket id "",'],
    [{ socket_id: 'x', channel_name: 'private-a' }, 'Invalid socket id "x",'],
    [{ socket_id: '1.2' }, 'Invalid channel name ""'],
    [{ socket_id: '1.2', channel_name: 'private-a b' }, 'Invalid channel name "private-a b"'],
    [{ socket_id: '1.2', channel_name: 'private-encrypted-a' }, 'encryptionMasterKeyBase64'],
  ])('%j is 400', async (wrong, message) => {
    const fake = quietFake()
    const { status, text } = await ask(fake, {}, form(AUTH, wrong))
    expect(status).toBe(400)
    expect(text).toContain(message)
    const reason = text.replace(/^\[pusher-js-fake\] \w+: /, '')
    expect(fake.problems()).toMatchObject([{ code: 'auth_refused', message: reason }])
  })
})

describe('a batch', () => {
  const channels = ['private-a', 'presence-b', 'private-c']
  const fields = {
    socket_id: '1.2',
    ...Object.fromEntries(channels.map((name, index) => [`channel_name[${index}]`, name])),
  }

  test.each([
    ['a form', form(AUTH, fields)],
    [
      'a form without indices',
      form(AUTH, {}).url,
      new URLSearchParams([
        ['socket_id', '1.2'],
        ...channels.map((name) => ['channel_name[]', name]),
      ]),
    ],
    ['JSON', json(AUTH, { socket_id: '1.2', channel_name: channels })],
  ])('by %s is answered by channel, with a status each', async (_, request, body?) => {
    const asked =
      request instanceof Request
        ? request
        : new Request(request, { method: 'POST', body: body ?? null })
    const user = ({ channelName }: AuthRequest) => channelName !== 'private-c' && ADA
    const { status, text } = await ask(quietFake(), { user }, asked)
    expect(status).toBe(200)
    const channel_data = JSON.stringify({ user_id: 'ada', user_info: ADA.info })
    expect(JSON.parse(text)).toEqual({
      'private-a': { status: 200, data: { auth: sign('1.2:private-a') } },
      'presence-b': {
        status: 200,
        data: { auth: sign(`1.2:presence-b:${channel_data}`), channel_data },
      },
      'private-c': { status: 403 },
    })
  })

  test('a fault fails its channel alone', async () => {
    const fake = quietFake()
    fake.faults.failSubscription('private-a', { status: 500 })
    const { text } = await ask(fake, { user: ADA }, form(AUTH, fields))
    const answers = JSON.parse(text)
    expect(answers['private-a']).toEqual({ status: 500 })
    expect(answers['private-c'].status).toBe(200)
  })
})

describe('a backend', () => {
  const asked = () => form(AUTH, { socket_id: '1.2', channel_name: 'private-a' })
  const page = { headers: { 'content-type': 'text/html; charset=utf-8' } }

  async function answer(options: AuthOptions, backend: () => Promise<Response>, request = asked()) {
    const response = await quietFake().authEndpoints(options).handle(request, backend)
    return response?.text()
  }

  test.each([
    ['what it signs', new Response('theirs'), 'theirs'],
    ['its refusal', new Response('no', { status: 403 }), 'no'],
    ['its error, as a page', new Response('broken', { ...page, status: 500 }), 'broken'],
  ])('that has the route keeps it: %s', async (_, response, text) => {
    expect(await answer({}, () => Promise.resolve(response))).toBe(text)
  })

  test.each<[string, () => Promise<Response>]>([
    ['is not there', () => Promise.reject(new TypeError('fetch failed'))],
    ['has no such route', async () => new Response('', { status: 404 })],
    ['has it for another method', async () => new Response('', { status: 405 })],
    ['is not there behind its proxy', async () => new Response('', { status: 502 })],
    ['sends its page for every path', async () => new Response('<html>', page)],
    ['fails', async () => Response.error()],
  ])('that %s leaves it to the fake', async (_, backend) => {
    expect(await answer({}, backend)).toBe(JSON.stringify({ auth: sign('1.2:private-a') }))
  })

  test('is not asked with a user, nor where a fault answers', async () => {
    const never = () => Promise.reject(new Error('asked'))
    const backend = vi.fn(never)
    await answer({ user: ADA }, backend)
    const fake = quietFake()
    fake.faults.failSubscription('private-a')
    const refused = await fake.authEndpoints().handle(asked(), backend)
    expect(refused?.status).toBe(403)
    expect(backend).not.toHaveBeenCalled()
  })
})

describe('authenticating a user', () => {
  test('signs the user of the app', async () => {
    const { status, text } = await ask(
      quietFake(),
      { user: ADA },
      form(USER_AUTH, { socket_id: '1.2' }),
    )
    const user_data = JSON.stringify({ id: ADA.id, user_info: ADA.info })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ auth: sign(`1.2::user::${user_data}`), user_data })
  })

  test('without a user is 403 and says why', async () => {
    const fake = quietFake()
    const { status, text } = await ask(fake, {}, form(USER_AUTH, { socket_id: '1.2' }))
    expect([status, text]).toEqual([403, 'Forbidden'])
    expect(fake.problems()).toMatchObject([
      {
        code: 'auth_refused',
        message:
          "Authorization to sign in was answered 403: no `user` was given, neither a user nor a function that says who asks. Write user: { id: 'ada' } beside the other options. Or let the app's backend sign, by the key and secret of this fake: give both the same",
        socketId: '1.2',
      },
    ])
  })
})

describe('the policy', () => {
  test('is asked with the parameters of the app and the request', async () => {
    const asked: AuthRequest[] = []
    const user = (request: AuthRequest) => {
      asked.push(request)
      return Promise.resolve({ id: request.params['as'] ?? '' })
    }
    const fields = { socket_id: '1.2', channel_name: 'presence-a', as: 'bob' }
    const request = form(`${AUTH}?team=1`, fields, { 'x-token': 't' })
    const { text } = await ask(quietFake(), { user }, request)
    expect(JSON.parse(text)).toMatchObject({ channel_data: '{"user_id":"bob"}' })
    expect(asked).toMatchObject([
      { socketId: '1.2', channelName: 'presence-a', params: { ...fields, team: '1' } },
    ])
    expect(asked[0]?.request.headers.get('x-token')).toBe('t')
    expect(await asked[0]?.request.text()).toBe('socket_id=1.2&channel_name=presence-a&as=bob')
  })

  test('decides on private channels too, which carry no user', async () => {
    const request = form(AUTH, { socket_id: '1.2', channel_name: 'private-a' })
    const { text } = await ask(quietFake(), { user: () => ADA }, request)
    expect(JSON.parse(text)).toEqual({ auth: sign('1.2:private-a') })
  })

  test.each<false | null | undefined>([false, null, undefined])(
    'that answers %j denies with 403',
    async (nobody) => {
      const fake = quietFake()
      const fields = { socket_id: '1.2', channel_name: 'private-a' }
      const { status, text } = await ask(fake, { user: () => nobody }, form(AUTH, fields))
      expect([status, text]).toEqual([403, 'Forbidden'])
      expect(fake.problems()).toMatchObject([
        {
          code: 'auth_refused',
          message:
            'Authorization for channel private-a was answered 403: the `user` function denied it. Return a user from it for who may',
          socketId: '1.2',
          channel: 'private-a',
        },
      ])
    },
  )

  test('a presence channel without any user is 403', async () => {
    const request = form(AUTH, { socket_id: '1.2', channel_name: 'presence-a' })
    expect((await ask(quietFake(), {}, request)).status).toBe(403)
  })
})

describe('failSubscription', () => {
  test('of one request, by its number, and of as many as are told', async () => {
    const fake = quietFake()
    const askFor = async (channel: string) =>
      (await ask(fake, {}, form(AUTH, { socket_id: '1.2', channel_name: channel }))).status
    fake.faults.failSubscription('private-a', { request: 2, times: 1 })
    const answers = []
    for (const channel of ['private-a', 'private-b', 'private-a', 'private-a'])
      answers.push(await askFor(channel))
    expect(answers).toEqual([200, 200, 403, 200])
    expect(fake.faults.active()).toEqual([])
    fake.faults.failSubscription('private-a', { status: 500, times: 2 })
    expect([
      await askFor('private-a'),
      await askFor('private-a'),
      await askFor('private-a'),
    ]).toEqual([500, 500, 200])
    fake.reset()
    fake.faults.failSubscription('private-a', { request: 1 })
    expect([await askFor('private-a'), await askFor('private-a')]).toEqual([403, 200])
  })

  const request = () => form(AUTH, { socket_id: '1.2', channel_name: 'private-a' })

  test('fails the one channel until it is restored', async () => {
    const fake = quietFake()
    const fault = fake.faults.failSubscription('private-a')
    const { status, text } = await ask(fake, {}, request())
    expect([status, text]).toEqual([403, 'Forbidden'])
    const other = form(AUTH, { socket_id: '1.2', channel_name: 'private-b' })
    expect((await ask(fake, {}, other)).status).toBe(200)
    fault.restore()
    expect((await ask(fake, {}, request())).status).toBe(200)
  })

  test('with the given status and error', async () => {
    const fake = quietFake()
    fake.faults.failSubscription('private-a', { status: 500, body: 'Database down' })
    const { status, text } = await ask(fake, {}, request())
    expect([status, text]).toEqual([500, 'Database down'])
    fake.reset()
    expect((await ask(fake, {}, request())).status).toBe(200)
  })

  test('restoring an older one leaves the newer in force', async () => {
    const fake = quietFake()
    const older = fake.faults.failSubscription('private-a', { status: 500 })
    fake.faults.failSubscription('private-a', { status: 502 })
    older.restore()
    expect((await ask(fake, {}, request())).status).toBe(502)
  })
})

test.each([204, 205, 304])('an endpoint that fails with %i has no body', async (status) => {
  const fake = quietFake()
  fake.faults.failSubscription('private-a', { status, body: 'none of this' })
  const request = form(AUTH, { socket_id: '1.2', channel_name: 'private-a' })
  expect(await ask(fake, {}, request)).toMatchObject({ status, text: '' })
})

test.each([
  [{ authEndpoint: 5 }, 'Option "authEndpoint" must be a path or a URL, or false, got 5.'],
  [{ userAuthEndpoint: null }, 'Option "userAuthEndpoint" must be a path or a URL, or false'],
  [{ user: 'ada' }, 'Option "user" must be a user, { id }, or a function that says who asks'],
])('the options %j are refused', (options, message) => {
  expect(() => quietFake().authEndpoints(options as object)).toThrow(message)
})

test('a JSONP callback is a name, and no script', async () => {
  const query = (callback: string) =>
    new Request(
      `${AUTH}?${new URLSearchParams({ socket_id: '1.2', channel_name: 'private-a', callback })}`,
    )
  const answered = await ask(quietFake(), {}, query("Pusher.auth_callbacks['7']"))
  expect(answered.text).toMatch(/^Pusher\.auth_callbacks\['7'\]\(\{"auth":/)
  for (const callback of ['alert(1)//', 'a;b', '<script>', 'a'.repeat(1_000), '']) {
    const { status, text } = await ask(quietFake(), {}, query(callback))
    expect([status, text]).toEqual([400, 'The callback must be the name of a function'])
  }
})

describe('failAuthentication', () => {
  const request = () => form(USER_AUTH, { socket_id: '1.2' })

  test('fails every user until it is restored, channels not', async () => {
    const fake = quietFake()
    const fault = fake.faults.failAuthentication({ status: 401, body: 'Who?' })
    const { status, text } = await ask(fake, { user: ADA }, request())
    expect([status, text]).toEqual([401, 'Who?'])
    const channel = form(AUTH, { socket_id: '1.2', channel_name: 'private-a' })
    expect((await ask(fake, { user: ADA }, channel)).status).toBe(200)
    fault.restore()
    expect((await ask(fake, { user: ADA }, request())).status).toBe(200)
  })

  test('answers 403 unless told otherwise, and ends with reset', async () => {
    const fake = quietFake()
    fake.faults.failAuthentication()
    const { status, text } = await ask(fake, { user: ADA }, request())
    expect([status, text]).toEqual([403, 'Forbidden'])
    fake.reset()
    expect((await ask(fake, { user: ADA }, request())).status).toBe(200)
  })
})

describe('CORS', () => {
  const origin = 'https://page.example.com'

  test('a preflight is answered for the origin and the headers that it names', async () => {
    const headers = { origin, 'access-control-request-headers': 'x-token' }
    const request = new Request(AUTH, { method: 'OPTIONS', headers })
    const { status, text, headers: answered } = await ask(quietFake(), {}, request)
    expect([status, text]).toEqual([204, ''])
    expect(Object.fromEntries(answered)).toEqual({
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'x-token',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-origin': origin,
    })
  })

  test.each([200, 403, 500])('an answer with %i may be read by its origin', async (status) => {
    const fake = quietFake()
    if (status !== 200) fake.faults.failSubscription('private-a', { status })
    const fields = { socket_id: '1.2', channel_name: 'private-a' }
    const answer = await ask(fake, {}, form(AUTH, fields, { origin }))
    expect(answer.status).toBe(status)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
  })

  test('a request without an origin gets no such headers', async () => {
    const fields = { socket_id: '1.2', channel_name: 'private-a' }
    const { headers } = await ask(quietFake(), {}, form(AUTH, fields))
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})
