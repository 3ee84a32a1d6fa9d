import { readFile } from 'node:fs/promises'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { type PusherServer, startPusherServer } from 'pusher-js-fake/standalone'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ControlClient, TOKEN } from './control-client.ts'

let fake: PusherFake
let server: PusherServer
let control: ControlClient
let har: string

beforeEach(async () => {
  har = await readFile(
    new URL('../../../fixtures/recordings/playwright.har', import.meta.url),
    'utf8',
  )
  fake = createPusherFake({ logger: false })
  server = await startPusherServer(fake, { control: { token: TOKEN } })
  control = new ControlClient(server.webUrl)
})
afterEach(async () => {
  await server.close()
  fake.close()
})

test('a HAR is replayed, and what clients heard is a HAR again', async () => {
  const begun = await control.post('/replays', { har: JSON.parse(har), speed: 1_000 })
  expect(begun).toMatchObject({ status: 200, body: { id: 1, left: 10 } })
  const page = fake.connect()
  for (const channel of ['cache-prices', 'private-orders-7', 'orders'])
    await page.subscribe(channel)
  const vain = await control.post('/replays/1/wait', { timeout: 100 })
  expect(vain).toMatchObject({ status: 408, body: { code: 'timeout' } })
  expect((await control.get('/replays/1')).body).toEqual({ left: 5, waitingFor: ['presence-room'] })
  await page.subscribe('presence-room', { id: 'ada' })
  expect(await control.post('/replays/1/wait', {})).toMatchObject({ status: 200 })
  expect(page.received.at(-1)).toMatchObject({ event: 'pusher_internal:member_added' })

  const { body } = await control.get('/har')
  const again = await control.post('/replays', { har: JSON.stringify(body) })
  expect(again).toMatchObject({ status: 200, body: { id: 2, left: 10 } })
  await control.delete('/replays/2')
  await control.delete('/replays/1')
  expect(fake.connections()).toHaveLength(1)
  expect((await control.get('/replays/1')).status).toBe(404)
})

test('a reset ends it', async () => {
  await control.post('/replays', { har })
  expect(fake.connections()).toHaveLength(1)
  await control.post('/reset', {})
  expect(fake.connections()).toEqual([])
  expect((await control.get('/replays/1')).status).toBe(404)
})

test('a HAR may be larger than other bodies, and one that is none is refused', async () => {
  const large = { log: { comment: 'x'.repeat(2_000_000), entries: [] } }
  expect(await control.post('/replays', { har: large })).toMatchObject({
    status: 400,
    body: { code: 'invalid_recording', message: expect.stringContaining('no WebSocket') },
  })
  expect(await control.post('/replays', { har, speed: 0 })).toMatchObject({
    status: 400,
    body: { code: 'invalid_option' },
  })
  expect((await control.post('/replays', {})).status).toBe(400)
})
