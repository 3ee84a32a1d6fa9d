import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { describe, expect } from 'vitest'

// Plain tests, as an app has them: test/sweep/command.test.ts runs them under plans.

describe('orders', () => {
  test('that are saved while it is connected are shown', async ({ pusherFake }) => {
    const shown: number[] = []
    const pusher = new Pusher(...pusherFake.pusherOptions())
    pusher.subscribe('orders').bind('saved', ({ id }: { id: number }) => shown.push(id))
    await expect(pusherFake).toHaveSubscribed('orders', { timeout: 5_000 })
    pusherFake.trigger('orders', 'saved', { id: 1 })
    await expect.poll(() => shown).toEqual([1])
  })

  test('of a channel that is private are authorized', async ({ pusherFake }) => {
    const pusher = new Pusher(...pusherFake.pusherOptions())
    const channel = pusher.subscribe('private-orders')
    channel.bind('pusher:subscription_error', () => setTimeout(() => channel.subscribe(), 10))
    await expect(pusherFake).toHaveSubscribed('private-orders', { timeout: 5_000 })
  })
})

test('no fake, no frames', () => {
  expect(true).toBe(true)
})
