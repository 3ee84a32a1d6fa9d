// @vitest-environment jsdom
// #region after
import Pusher, { type PresenceChannel } from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

test('a message is shown', async ({ pusherFake }) => {
  const messages: string[] = []
  const pusher = new Pusher('app-key', { cluster: 'mt1' }) // the real one, in your component
  pusher.subscribe('chat').bind('message', ({ text }: { text: string }) => messages.push(text))
  await expect(pusherFake).toHaveSubscribed('chat')

  pusherFake.trigger('chat', 'message', { text: 'Hello' }) // was: pusher.channel('chat').emit(…)

  expect(messages).toEqual(['Hello'])
})
// #endregion after

// #region presence
test('a member joins', async ({ pusherFake }) => {
  const pusher = new Pusher('app-key', {
    cluster: 'mt1',
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '/pusher/auth',
      customHandler: ({ socketId, channelName }, callback) => {
        const user = { id: 'ada', info: { name: 'Ada' } }
        callback(null, pusherFake.authorizeChannel({ socketId, channelName, user }))
      },
    },
  })
  const room = pusher.subscribe('presence-room') as PresenceChannel
  await expect(pusherFake).toHaveMember('presence-room', 'ada')

  const bob = pusherFake.connect({ user: { id: 'bob', info: { name: 'Bob' } } })
  await bob.subscribe('presence-room')

  expect(room.members.get('bob').info).toEqual({ name: 'Bob' })
})
// #endregion presence
