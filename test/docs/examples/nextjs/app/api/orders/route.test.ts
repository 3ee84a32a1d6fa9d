// app/api/orders/route.test.ts
import { setupServer } from 'msw/node'
import { createPusherFake } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { POST } from './route.ts'

const fake = createPusherFake()
const server = setupServer(...pusherHandlers(fake))

beforeAll(() => {
  vi.stubEnv('PUSHER_APP_ID', fake.appId)
  vi.stubEnv('NEXT_PUBLIC_PUSHER_KEY', fake.key)
  vi.stubEnv('PUSHER_SECRET', fake.secret)
  server.listen()
})
afterAll(() => {
  server.close()
  vi.unstubAllEnvs()
})

test('an order is stored and announced', async () => {
  const customer = fake.connect()
  await customer.subscribe('orders')

  const request = new Request('http://localhost/api/orders', { method: 'POST', body: '{"id":1}' })
  const response = await POST(request)

  expect(response.status).toBe(201)
  expect(customer.received.at(-1)).toMatchObject({ event: 'created', data: { id: 1 } })
})
