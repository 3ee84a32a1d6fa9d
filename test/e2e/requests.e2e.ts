import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })
test.beforeEach(({ context }) => serveApp(context))

test('the pusher SDK in test code reaches the page', async ({ page, pusherFake }) => {
  const server = setupServer(...pusherHandlers(pusherFake))
  server.listen({ onUnhandledFrame: 'bypass' })
  try {
    await page.goto(appUrl('orders'))
    await expect(pusherFake).toHaveSubscribed('orders')
    const { appId, key, secret, cluster } = pusherFake
    await new Pusher({ appId, key, secret, cluster }).trigger('orders', 'created', { id: 7 })
    await expect.poll(() => page.evaluate('events')).toContainEqual(['created', { id: 7 }])
  } finally {
    server.close()
  }
})

test('a signature that the service refuses is told to the page and, in full, to the author', async ({
  page,
  pusherFake,
}) => {
  await page.route('**/pusher/auth', (route) => route.fulfill({ json: { auth: 'app-key:wrong' } }))
  await page.goto(appUrl('private-room'))
  await expect.poll(() => pusherFake.problems().length).toBe(1)
  expect(pusherFake.problems()[0]).toMatchObject({
    code: 'invalid_signature',
    message: expect.stringMatching(/Expected auth "app-key:[0-9a-f]{64}"/),
  })
  expect(await page.evaluate('pusher.connection.state')).toBe('connected')
})

test('failSubscription answers the page as a backend that refuses', async ({
  page,
  pusherFake,
}) => {
  pusherFake.faults.failSubscription('private-room', { status: 403, body: 'no' })
  await page.goto(appUrl('private-room'))
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual([
      'pusher:subscription_error',
      expect.objectContaining({ type: 'AuthError', status: 403 }),
    ])
})

test('a client event of the page reaches a virtual peer, and the peer answers', async ({
  page,
  pusherFake,
}) => {
  const bob = pusherFake.connect()
  await bob.subscribe('presence-room', { id: 'bob', info: {} })
  await page.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  await page.evaluate(
    "pusher.connection.state === 'connected' && pusher.channel('presence-room').trigger('client-typing', { on: true })",
  )
  await expect(pusherFake).toHaveReceivedClientEvent('presence-room', 'client-typing', { on: true })
  await expect(pusherFake).not.toHaveReceivedClientEvent('presence-room', 'client-typing', {
    on: false,
  })
  expect(bob.received.at(-1)).toEqual({
    event: 'client-typing',
    channel: 'presence-room',
    data: { on: true },
    userId: 'ada',
  })
  await bob.trigger('presence-room', 'client-typing', { by: 'bob' })
  await expect.poll(() => page.evaluate('events')).toContainEqual(['client-typing', { by: 'bob' }])
})

test('a matcher that does not hold says what happened instead', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  const error: unknown = await expect(pusherFake)
    .toHaveSubscribed('private-orders', { timeout: 1 })
    .catch((reason: unknown) => reason)
  expect(String(error)).toContain('a subscription to "private-orders"')
  expect(String(error)).toMatch(/Connections:\n {2}\d+\.\d+: orders/)
})
