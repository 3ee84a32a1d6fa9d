import { once } from 'node:events'
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ControlClient, TOKEN } from './control-client.ts'

let fake: PusherFake
let server: PusherServer
let control: ControlClient

beforeEach(async () => {
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { control: { token: TOKEN } })
  control = new ControlClient(server.webUrl)
})
afterEach(async () => {
  await server.close()
  fake.close()
})

test('an empty array is an empty object, as in PHP', async () => {
  expect((await control.post('/reset', [])).status).toBe(200)
})

describe('waits', () => {
  test('for what comes later', async () => {
    const connection = control.post('/wait/connection', { virtual: true, timeout: 60_000 })
    const clientEvent = control.post('/wait/clientEvent', {
      channel: 'private-chat',
      event: 'client-typing',
      virtual: true,
    })
    const webhook = control.post('/wait/webhook', { name: 'member_added', userId: 'bob' })
    const bob = fake.connect()
    await bob.subscribe('private-chat')
    await bob.subscribe('presence-room', { id: 'bob' })
    await bob.trigger('private-chat', 'client-typing', { on: true })
    expect((await connection).body).toEqual({ socketId: bob.socketId })
    expect((await clientEvent).body).toMatchObject({ data: { on: true } })
    expect((await webhook).body).toMatchObject({ channel: 'presence-room', user_id: 'bob' })
  })

  test('in vain: 408 with what happened instead', async () => {
    await fake.connect().subscribe('private-orders')
    const answer = await control.post('/wait/subscription', { channel: 'orders', timeout: 0 })
    expect(answer).toMatchObject({ status: 408, body: { code: 'timeout' } })
    expect(answer.body).toMatchObject({
      message: expect.stringMatching(/Did you mean: private-orders\?\n(.|\n)*Last frames/),
    })
  })

  test('end with 503 when the server closes', async () => {
    const waiting = request(`${server.webUrl}/control/v1/wait/connection`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, expect: '100-continue' },
    })
    const answered = once(waiting, 'response')
    waiting.flushHeaders()
    // The server has taken the request up.
    await once(waiting, 'continue')
    waiting.end('{"timeout":120000}')
    await server.close()
    const [response] = await answered
    expect(response.statusCode).toBe(503)
    expect(await json(response)).toMatchObject({ code: 'closing' })
  })
})

test('several apps are told apart by the parameter app', async () => {
  const other = createPusherFake({ appId: '2', key: 'key-2', logger: false })
  await using both = await startPusherServer([fake, other], { control: { token: TOKEN } })
  const client = new ControlClient(both.webUrl)
  await other.connect().subscribe('orders')
  expect((await client.get('/channels?app=2')).body).toMatchObject([{ name: 'orders' }])
  expect((await client.get('/channels?app=1000001')).body).toEqual([])
  expect(await client.get('/channels')).toMatchObject({
    status: 400,
    body: { code: 'app_required', message: expect.stringContaining('1000001, 2') },
  })
  expect(await client.get('/channels?app=3')).toMatchObject({ status: 404 })
  expect(await client.get('/openapi.json')).toMatchObject({ status: 200 })
  other.close()
})
