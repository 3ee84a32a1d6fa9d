// app/pusher/auth/route.test.ts
import { createPusherFake } from 'pusher-js-fake'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { POST } from './route.ts'

beforeEach(() => {
  vi.stubEnv('PUSHER_APP_ID', '1000001')
  vi.stubEnv('NEXT_PUBLIC_PUSHER_KEY', 'app-key')
  vi.stubEnv('PUSHER_SECRET', 'app-secret')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

const ask = (socketId: string, channel: string, cookie: string) =>
  POST(
    new Request('http://localhost/pusher/auth', {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ socket_id: socketId, channel_name: channel }),
    }),
  )

test('what my backend signs is what the service accepts', async () => {
  const fake = createPusherFake()
  const { socketId } = fake.connect()

  const response = await ask(socketId, 'private-inbox', 'session=ada')

  expect(await response.json()).toEqual(
    fake.authorizeChannel({ socketId, channelName: 'private-inbox' }),
  )
})

test('a stranger gets no signature', async () => {
  expect((await ask('1.2', 'private-inbox', '')).status).toBe(403)
})
