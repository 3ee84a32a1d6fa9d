import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let fake: PusherFake
let server: PusherServer

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { maxBufferedBytes: 2_000 })
})
afterEach(async () => {
  await server.close()
  fake.close()
})

const path = (action: string, session = '7/abc') =>
  `${server.webUrl}/pusher/app/app-key/${session}/${action}?protocol=7&client=js&version=8.6.0`
const post = (url: string, body = '', signal?: AbortSignal) =>
  fetch(url, { method: 'POST', body, ...(signal && { signal }) })
const poll = async () => (await post(path('xhr'))).text()

test('a client polls, sends and is answered, from any origin', async () => {
  const opened = await post(path('xhr'))
  expect(opened.headers.get('access-control-allow-origin')).toBe('*')
  expect(await opened.text()).toBe('o\n')
  expect(await poll()).toContain('connection_established')
  const subscribe = JSON.stringify({ event: 'pusher:subscribe', data: { channel: 'orders' } })
  const sent = await post(path('xhr_send'), JSON.stringify([subscribe]))
  expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  expect(await poll()).toContain('subscription_succeeded')
  fake.trigger('orders', 'created', 1)
  fake.trigger('orders', 'created', 2)
  expect((await poll()).split('\n')).toHaveLength(3)
  expect(await fake.settled()).toBeUndefined()
})

test('a page of another origin is let through', async () => {
  const preflight = await fetch(path('xhr'), {
    method: 'OPTIONS',
    headers: { origin: 'http://app.test', 'access-control-request-headers': 'content-type' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
})

test('a stream goes on until the client lets go of it, which ends the connection at once', async () => {
  const aborter = new AbortController()
  const response = await post(path('xhr_streaming'), '', aborter.signal)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader?.read())?.value).toContain('o\n')
  await fake.waitForConnection()
  const gone = new Promise((resolve) => fake.on('disconnection', resolve))
  aborter.abort()
  expect(await gone).toMatchObject({ code: 1000 })
})

test('a refused client hears why', async () => {
  const wrong = `${server.webUrl}/pusher/app/other-key/1/a/xhr?protocol=7`
  expect(await (await post(wrong)).text()).toBe('o\n')
  const said = await (await post(wrong)).text()
  expect(said).toContain('pusher:error')
  expect(said).toContain('c[4001,')
})

test('one that reads too slowly is closed', async () => {
  await poll()
  await poll()
  const [{ socketId = '' } = {}] = fake.connections()
  const gone = new Promise((resolve) => fake.on('disconnection', resolve))
  for (let n = 0; n < 2; n += 1) fake.faults.sendRaw('x'.repeat(1_000), { socketId })
  expect(await gone).toMatchObject({ code: 4100 })
  expect(await poll()).toMatch(/^c\[4100,"Over capacity/)
})

describe('what is wrong:', () => {
  test.each([
    ['frames for no session', () => post(path('xhr_send'), '[]'), 404],
    ['too many of them', () => post(path('xhr_send'), 'x'.repeat(1_100_000)), 413],
    ['another method', () => fetch(path('xhr')), 404],
    ['a session without a number', () => post(path('xhr', 'a/b')), 404],
  ])('%s', async (_, ask, status) => {
    expect((await ask()).status).toBe(status)
  })

  test('frames that are no JSON are none, and the connection stays', async () => {
    await poll()
    await poll()
    expect((await post(path('xhr_send'), '{"a":')).status).toBe(204)
    expect(await poll()).toBe('a[]\n')
  })
})

test('a network that is gone ends a request', async () => {
  fake.faults.goOffline()
  await expect(poll()).rejects.toThrow()
  fake.faults.goOnline()
  expect(await poll()).toBe('o\n')
})

test('a server that goes away says so', async () => {
  const response = await post(path('xhr_streaming'))
  const closed = server.close()
  expect(await response.text()).toContain('c[1001,"The server is closing"]\n')
  await closed
})
