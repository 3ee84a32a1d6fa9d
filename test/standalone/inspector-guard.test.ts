import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PusherApp } from '../../src/app/pusher-app.ts'
import { createInspectorHandler } from '../../src/standalone/inspector/inspector-handler.ts'
import { ServedApps } from '../../src/standalone/served-apps.ts'

const TOKEN = 'letmein'
const MESSAGES = '/inspector/messages?app=1000001&page=1'

let fake: PusherFake
let server: PusherServer

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { inspector: { token: TOKEN } })
})
afterEach(async () => {
  await server.close()
  fake.close()
})

/** Through `node:http`, as fetch would set Host and Origin itself. */
function post(headers: Record<string, string>, body = '{"type":"disconnect","storyId":"1000001"}') {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const sent = request(
      server.webUrl + MESSAGES,
      { method: 'POST', headers: { authorization: `Bearer ${TOKEN}`, ...headers } },
      (response) => {
        text(response).then(
          (answer) => resolve({ status: response.statusCode, body: answer }),
          reject,
        )
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

test.each<[Record<string, string>, number]>([
  [{}, 204],
  [{ host: 'localhost:1' }, 204],
  [{ authorization: 'Bearer other' }, 401],
  [{ authorization: `Basic ${TOKEN}` }, 401],
  [{ host: 'rebound.example.com' }, 403],
  [{ host: '127.0.0.1.example.com' }, 403],
  [{ origin: 'http://example.com' }, 403],
  [{ origin: 'null' }, 403],
])('a message with %j is answered %i', async (headers, status) => {
  expect((await post(headers)).status).toBe(status)
})

test('another machine is answered 403, the page itself included', async () => {
  const { signal } = new AbortController()
  const handle = createInspectorHandler(new ServedApps([new PusherApp()]), {
    token: TOKEN,
    hosts: [],
    closing: signal,
  })
  const headers = { authorization: `Bearer ${TOKEN}` }
  for (const path of ['/inspector', MESSAGES]) {
    const asked = new Request(`http://localhost${path}`, { headers })
    expect((await handle(asked, { address: '10.0.0.2' }))?.status).toBe(403)
  }
})

test('a message that is long is not read to its end, and one that is none is 400', async () => {
  expect(await post({}, 'x'.repeat(65_537))).toEqual({
    status: 413,
    body: 'A body may have up to 65536 bytes.\n',
  })
  expect((await post({}, '{')).status).toBe(400)
  expect((await post({}, '')).status).toBe(400)
  expect((await post({}, 'null')).status).toBe(204)
})

test('a page that stops reading is cut off, and what waits for it is let go', async () => {
  const app = new PusherApp({ logger: false, limits: false })
  const handle = createInspectorHandler(new ServedApps([app]), {
    token: TOKEN,
    hosts: [],
    closing: new AbortController().signal,
  })
  const headers = { authorization: `Bearer ${TOKEN}` }
  const asked = new Request(`http://localhost${MESSAGES}`, { headers })
  const reader = (await handle(asked, { address: '127.0.0.1' }))?.body?.getReader()
  const peer = app.connect()
  await peer.subscribe('orders')
  const task = () => new Promise((resolve) => setImmediate(resolve))
  for (let number = 1; number <= 12; number += 1) {
    app.trigger('orders', 'created', 'x'.repeat(1_000_000))
    await task()
    await task()
  }
  await expect(reader?.read()).rejects.toThrow('The inspector reads too slowly')
})
