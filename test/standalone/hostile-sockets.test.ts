import { once } from 'node:events'
import { connect } from 'node:net'
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { MAX_BODY_BYTES } from '../../src/standalone/http/limit-body.ts'

const fake = createPusherFake({ logger: false })
const server = await startPusherServer(fake, { auth: { user: { id: 'ada' } } })
const url = `${server.socketUrl}/app/app-key?protocol=7`

afterAll(async () => {
  await server.close()
  fake.close()
})

afterEach(async () => {
  const honest = new WebSocket(url)
  const [frame] = await once(honest, 'message')
  expect(String(frame)).toContain('pusher:connection_established')
  honest.terminate()
})

/** Sends text and answers with all that comes back until the server has closed. */
async function speak(...parts: readonly string[]): Promise<string> {
  const socket = connect(server.port, server.host)
  let heard = ''
  socket.on('data', (data) => {
    heard += data.toString('latin1')
  })
  // A server that has heard enough may cut what is still being sent.
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  for (const part of parts) socket.write(part)
  socket.end()
  await closed
  return heard
}

const GOOD = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='
const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'

test.each([
  ['no HTTP', '\0\x01\x02 garbage\r\n\r\n', /^HTTP\/1.1 400/],
  ['no key', `GET /app/app-key HTTP/1.1\r\nHost: a\r\n${UPGRADE}\r\n`, /^HTTP\/1.1 400/],
  [
    'a version that is none',
    `GET /app/app-key HTTP/1.1\r\nHost: a\r\n${UPGRADE}Sec-WebSocket-Version: x\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    /^HTTP\/1.1 4\d\d/,
  ],
  [
    'another protocol',
    'GET /app/app-key HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    /^HTTP\/1.1 4\d\d/,
  ],
  [
    'a host that is none',
    `GET /app/app-key HTTP/1.1\r\nHost: [\r\n${UPGRADE}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    /^HTTP\/1.1 400/,
  ],
  ...[
    ['a short key', 'GET /app/app-key', 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x'],
    ['another method', 'POST /app/app-key', GOOD],
    ['TRACE', 'TRACE /app/app-key', GOOD],
    ['an absolute target', 'GET http://[bad/app/app-key', GOOD],
  ].map(([name = '', line, headers]): [string, string, RegExp] => [
    name,
    `${line}?protocol=7 HTTP/1.1\r\nHost: a\r\n${UPGRADE}${headers}\r\n\r\n`,
    /^HTTP\/1.1 40[05]/,
  ]),
])('a handshake with %s is refused', async (_, text, answer) => {
  const before = fake.frames().length
  expect(await speak(text)).toMatch(answer)
  expect(fake.connections()).toEqual([])
  // Not even for a moment.
  expect(fake.frames().length).toBe(before)
})

test.each([
  ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a', 405],
  ['TRACK', 'TRACK / HTTP/1.1\r\nHost: a', 400],
  ['CONNECT', 'CONNECT a:80 HTTP/1.1\r\nHost: a', 405],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a', 400],
  ['an absolute target', 'GET http://evil.test/apps/1000001/channels HTTP/1.1\r\nHost: a', 400],
  ['another scheme', 'GET file:///etc/passwd HTTP/1.1\r\nHost: a', 400],
  ['a Host that is none', 'GET /up HTTP/1.1\r\nHost: [', 400],
  ['a Host with a path', 'GET /up HTTP/1.1\r\nHost: a/b?c', 400],
  ['a Host with credentials', 'GET /up HTTP/1.1\r\nHost: a:b@c', 400],
  ['a Host with a port that is none', 'GET /up HTTP/1.1\r\nHost: a:99999', 400],
  ['two Hosts', 'GET /up HTTP/1.1\r\nHost: a\r\nHost: b', 400],
  ['no Host', 'GET /up HTTP/1.1', 400],
])('a request with %s is answered without a stack', async (_, request, status) => {
  const printed = vi.spyOn(console, 'error')
  const answer = await speak(`${request}\r\nConnection: close\r\n\r\n`)
  const [, answered] = /^HTTP\/1.1 (\d+)/.exec(answer) ?? []
  expect(answered).toBe(String(status))
  expect(printed).not.toHaveBeenCalled()
  printed.mockRestore()
})

test('bytes that are no frame end the socket, and its connection with it', async () => {
  const handshake = `GET /app/app-key?protocol=7 HTTP/1.1\r\nHost: a\r\n${UPGRADE}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
  expect(await speak(handshake, '\xff\xff\xff\xff\xff\xff\xff\xff')).toMatch(/^HTTP\/1.1 101/)
  await expect.poll(() => fake.connections()).toEqual([])
})

test('a frame of more than a mebibyte ends its socket', async () => {
  const socket = new WebSocket(url)
  await once(socket, 'message')
  socket.send('x'.repeat(1_048_577))
  expect(await once(socket, 'close')).toEqual([1009, expect.anything()])
})

test('a binary frame is answered and harms nobody', async () => {
  const socket = new WebSocket(url)
  await once(socket, 'message')
  socket.send(new Uint8Array([0, 255]))
  const [frame] = await once(socket, 'message')
  expect(String(frame)).toContain('Binary frames are not supported')
  socket.terminate()
})

test.each(['/apps/1000001/events', '/pusher/auth'])(
  'a body to %s that says that it is too long is answered 413 unread',
  async (path) => {
    const answer = await speak(
      `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1.1 413/)
  },
)

test.each(['/apps/1000001/events', '/pusher/auth'])(
  'a body to %s without an end is cut off',
  async (path) => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const socket = connect(server.port, server.host)
    socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`)
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
    expect(socket.bytesWritten).toBeGreaterThan(MAX_BODY_BYTES)
  },
)
