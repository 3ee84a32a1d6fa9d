// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'

// As a setup file does, before anything is loaded.
vi.useFakeTimers()
const { createPusherFake, PusherFakeError } = await import('pusher-js-fake')
const { installPusherFake } = await import('pusher-js-fake/browser')
const { default: Pusher } = await import('pusher-js')

afterEach(() => vi.clearAllTimers())

test('a wait in vain ends, by real time', async () => {
  const fake = createPusherFake({ logger: false })
  await expect(fake.waitForSubscription('orders', { timeout: 20 })).rejects.toThrow(PusherFakeError)
  expect(fake.frames()).toEqual([])
})

test('a client connects when its timers are moved on, and latency takes real time', async () => {
  using fake = installPusherFake({ Pusher, logger: false })
  const heard: unknown[] = []
  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders').bind('created', (order: unknown) => heard.push(order))
  await fake.settled({ advanceTimers: vi.advanceTimersByTime })
  expect(pusher.connection.state).toBe('connected')
  fake.faults.latency(20)
  fake.trigger('orders', 'created', { id: 1 })
  await fake.settled()
  expect(heard).toEqual([{ id: 1 }])
})
