// @vitest-environment jsdom
import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { afterEach, expect, vi } from 'vitest'

// #region after
afterEach(() => {
  vi.useRealTimers()
})

test('a banner goes after five seconds', async ({ pusherFake }) => {
  let banner = ''
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders').bind('created', () => {
    banner = 'A new order'
    setTimeout(() => {
      banner = ''
    }, 5000)
  })
  await expect(pusherFake).toHaveSubscribed('orders') // pusher-js's own timers have run

  vi.useFakeTimers()
  pusherFake.trigger('orders', 'created', {}) // delivered at once, timers or none
  expect(banner).toBe('A new order')

  vi.advanceTimersByTime(5000)
  expect(banner).toBe('')
})
// #endregion after
