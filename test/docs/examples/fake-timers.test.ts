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

// #region reconnect
test('a reconnect in no time', async ({ pusherFake }) => {
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  await expect(pusherFake).toHaveConnected()

  vi.useFakeTimers()
  pusherFake.faults.disconnect() // the network is lost: pusher-js dials again after a second
  await expect(pusherFake).not.toHaveConnected()
  await vi.advanceTimersByTimeAsync(1000)

  await expect(pusherFake).toHaveConnected()
  await vi.waitFor(() => expect(pusher.connection.state).toBe('connected')) // moves the timers on
})
// #endregion reconnect
