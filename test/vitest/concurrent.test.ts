import Pusher from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { describe, expect } from 'vitest'

// One after the other would prove nothing: each waits until all, as many as Vitest lets run, have connected.
const COUNT = 5
let arrived = 0
let open: () => void = () => {}
const everybody = new Promise<void>((resolve) => {
  open = resolve
})

const test = base.extend<{ pusherFakeOptions: { key: string } }>({
  pusherFakeOptions: async ({ task }, use) => use({ key: `key-${task.id}` }),
})

describe.concurrent('tests at the same time, each with a key of its own', () => {
  for (let index = 0; index < COUNT; index += 1) {
    test(`sees its own frames alone (${index})`, async ({ pusherFake }) => {
      const got: unknown[] = []
      const pusher = new Pusher(pusherFake.key, { cluster: 'mt1' })
      pusher.subscribe('orders').bind('created', (data: unknown) => got.push(data))
      await pusherFake.waitForSubscription('orders')
      arrived += 1
      if (arrived === COUNT) open()
      await everybody
      pusherFake.trigger('orders', 'created', index)
      expect(got).toEqual([index])
      expect(pusherFake.connections()).toHaveLength(1)
      expect(pusherFake.frames({ event: 'created' }).map(({ data }) => data)).toEqual([index])
      expect(pusher.connection.state).toBe('connected')
    })
  }
})
