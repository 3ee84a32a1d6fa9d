// #region private
import Echo from 'laravel-echo'
import Pusher from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

const test = base.extend({ pusherFakeOptions: { user: { id: '1', info: { name: 'Ada' } } } })

test('a whisper', async ({ pusherFake }) => {
  const echo = new Echo({ broadcaster: 'pusher', cluster: 'mt1', key: 'app-key', Pusher })
  const chat = echo.private('chat')
  await expect(pusherFake).toHaveSubscribed('private-chat')

  chat.whisper('typing', { on: true })

  const { data } = await pusherFake.waitForClientEvent('private-chat', 'client-typing')
  expect(data).toEqual({ on: true })
})
// #endregion private
