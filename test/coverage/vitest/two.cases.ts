import Pusher from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { events } from './declared.ts'

// Run by runners.test.ts, under the reporter.

const test = base.extend({ pusherFakeOptions: { events } })

test('two', async ({ pusherFake }) => {
  const client = new Pusher('app-key', { cluster: 'mt1' })
  client.subscribe('orders').bind('created', () => {})
  await pusherFake.waitForSubscription('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  pusherFake.trigger('private-user-two', 'renamed', {})
})
