import Echo from 'laravel-echo'
import { setupServer } from 'msw/node'
import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, expect, test } from 'vitest'

// #region private
const server = setupServer()
server.listen()
const fake = installPusherFake({ Pusher }) // after MSW has started: what is installed last serves the sockets
server.use(
  ...pusherHandlers(fake, {
    authEndpoint: '/broadcasting/auth',
    user: { id: '1', info: { name: 'Ada' } },
  }),
)
afterEach(() => fake.reset())
afterAll(() => {
  fake.uninstall()
  server.close()
})

test('a whisper', async () => {
  const echo = new Echo({
    broadcaster: 'pusher',
    cluster: 'mt1',
    key: 'app-key',
    Pusher,
    authEndpoint: 'http://localhost/broadcasting/auth',
  })
  const chat = echo.private('chat')
  await fake.waitForSubscription('private-chat')

  chat.whisper('typing', { on: true })

  const { data } = await fake.waitForClientEvent('private-chat', 'client-typing')
  expect(data).toEqual({ on: true })
  echo.disconnect()
})
// #endregion private
