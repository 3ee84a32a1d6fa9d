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

// #region connect
test('a client connects under fake timers', async ({ pusherFake }) => {
  vi.useFakeTimers()
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders')

  await pusherFake.settled({ advanceTimers: vi.advanceTimersByTime })

  expect(pusher.connection.state).toBe('connected')
  expect(pusherFake.channel('orders')).toMatchObject({ subscriptionCount: 1 })
})
// #endregion connect

// #region reconnect
test('a reconnect in no time', async ({ pusherFake }) => {
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  await expect(pusherFake).toHaveConnected()

  vi.useFakeTimers()
  pusherFake.faults.disconnect() // the network is lost: pusher-js dials again after a second
  await pusherFake.settled() // it has heard so
  expect(pusherFake.connections()).toEqual([])

  vi.advanceTimersByTime(1000)
  await pusherFake.settled({ advanceTimers: vi.advanceTimersByTime })
  expect(pusherFake.connections()).toHaveLength(1)
  expect(pusher.connection.state).toBe('connected')
})
// #endregion reconnect
