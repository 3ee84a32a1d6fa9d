import { connect } from 'node:net'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { afterAll, expect, test } from 'vitest'
import { ControlClient, TOKEN } from './control-client.ts'

const fake = createPusherFake({ logger: false })
const server = await startPusherServer(fake, { control: { token: TOKEN } })
const control = new ControlClient(server.webUrl)
const long = 'x'.repeat(1_048_577)

afterAll(async () => {
  await server.close()
  fake.close()
})

test.each<[method: string, path: string, status: number, message: RegExp, body?: unknown]>([
  ['POST', '/trigger', 400, /The body must be JSON/, '{'],
  ['POST', '/trigger', 400, /body must be an object, got \[1\]/, '[1]'],
  ['POST', '/trigger', 400, /body.channels must be a non-empty string, got nothing/],
  ['POST', '/trigger', 400, /body.channels must be a non-empty array/, { channels: [] }],
  ['POST', '/trigger', 400, /body.channels\[0\] must be a non-empty string/, { channels: [1] }],
  ['POST', '/trigger', 400, /body.data must be JSON, got nothing/, { channels: 'a', event: 'b' }],
  ['POST', '/trigger', 400, /trigger to "a b"/, { channels: 'a b', event: 'e', data: 1 }],
  [
    'POST',
    '/trigger',
    400,
    /unknown field "channls", write "channels". Known are: channels,/,
    { channls: 'a' },
  ],
  ['POST', '/reset', 400, /unknown field "all". Known are: none/, { all: true }],
  ['POST', '/faults/latency', 400, /body.ms must be 0 ms or more/, { ms: -1 }],
  ['POST', '/faults/latency', 400, /body.ms must be 0 ms or more/, { ms: '1' }],
  ['POST', '/faults/disconnect', 400, /body.code must be 1006/, { code: 2000 }],
  ['POST', '/faults/failRest', 400, /body.status must be an integer/, { status: 600 }],
  ['POST', '/faults/refuse', 404, /POST \/control\/v1\/faults\/refuseConnections/, {}],
  ['POST', '/wait/webhook', 400, /body.name must be one of channel_occupied,/, { name: 'x' }],
  ['POST', '/wait/connection', 400, /body.timeout must be an integer from 0/, { timeout: 1e9 }],
  ['POST', '/peers', 400, /body.user.id must be a non-empty string/, { user: { id: '' } }],
  ['POST', '/peers', 400, /user.watchlist must be an array/, { user: { id: 'a', watchlist: 'b' } }],
  ['GET', '/frames?since=x', 400, /query.since must be an integer of 0 or more, got "x"/],
  ['GET', '/frames?chanel=x', 400, /query has an unknown field "chanel"/],
  ['GET', '/frames?__proto__=x', 400, /query has an unknown field "__proto__"/],
  ['GET', '/frames?direction=up', 400, /query.direction must be one of in, out/],
  ['GET', '/channels/%E0%A4%A', 400, /Malformed segment/],
  ['GET', '/channels/__proto__', 404, /Nobody is subscribed to "__proto__"/],
  ['GET', '/channels/%3Cscript%3E', 404, /Nobody is subscribed to "<script>"/],
  ['GET', '/peers/0/received', 404, /Nothing is at/],
  ['GET', '/peers/99/received', 404, /There is no virtual peer 99/],
  ['GET', '/peers/constructor/received', 404, /Nothing is at/],
  ['GET', '/nothing', 404, /openapi.json/],
  ['GET', '', 404, /Nothing is at/],
  ['PUT', '/reset', 405, /is for POST, not PUT/],
  ['GET', '/reset', 405, /is for POST, not GET/],
  ['POST', '/channels', 405, /is for GET, not POST/],
  ['POST', '/trigger', 413, /1048576 bytes/, long],
])('%s %s is answered %i, %s', async (method, path, status, message, body) => {
  const answer = await control.call(method, path, body)
  expect(answer).toMatchObject({
    status,
    body: { code: expect.any(String), message: expect.stringMatching(message) },
  })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(status === 405 && { allow: expect.stringMatching(/^(GET|POST)$/) }),
  })
  expect((await control.get('/channels')).status).toBe(200)
})

test('a long body is answered 413, and 401 where there is no token, on a connection that lives on', async () => {
  for (const [authorization, status] of [
    [`Bearer ${TOKEN}`, 413],
    ['none', 401],
  ] as const) {
    const answer = await control.call('POST', '/trigger', 'x'.repeat(4_000_000), { authorization })
    expect(answer).toMatchObject({ status, headers: { connection: 'keep-alive' } })
  }
})

test('a body without an end is cut off', async () => {
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
  const socket = connect(server.port, server.host)
  socket.write(
    `POST /control/v1/trigger HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${TOKEN}\r\n` +
      'Transfer-Encoding: chunked\r\n\r\n',
  )
  const send = () => {
    while (socket.writable && socket.write(chunk));
  }
  socket.on('drain', send)
  // Whether the client is still told why is up to the network.
  socket.on('error', () => {})
  socket.resume()
  const closed = new Promise((resolve) => socket.once('close', resolve))
  send()
  await closed
  expect(socket.bytesWritten).toBeGreaterThan(16 * 1_048_576)
  expect((await control.get('/channels')).status).toBe(200)
})
