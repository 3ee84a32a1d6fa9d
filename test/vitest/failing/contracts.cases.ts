import Pusher from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'
import { z } from 'zod'
import { signedRequest } from '../../support/signed-request.ts'

// Those that are a "breach" must fail, those that are "kept" pass; test/vitest/failures.test.ts reads why.

const events = {
  orders: { created: z.object({ id: z.number() }) },
  'private-*': { 'client-typing': z.object({ on: z.boolean() }) },
}
const test = base.extend({ pusherFakeOptions: { events, user: { id: 'ada' } } })
const warned = base.extend({
  pusherFakeOptions: { events, contracts: 'warn' as const, logger: false as const },
})

const body = { name: 'created', channels: ['orders'], data: '{"id":"1"}' }

test('breach: of the backend', async ({ pusherFake }) => {
  await pusherFake.fetch(signedRequest(pusherFake, '/events', { body }))
})

test('breach: of the app, before a reset', async ({ pusherFake }) => {
  const channel = new Pusher('app-key', { cluster: 'mt1' }).subscribe('private-chat')
  await pusherFake.waitForSubscription('private-chat')
  channel.trigger('client-typing', { on: 'yes' })
  await pusherFake.waitForClientEvent('private-chat', 'client-typing')
  pusherFake.reset()
})

test('breach: of the test, at the call', ({ pusherFake }) => {
  pusherFake.trigger('orders', 'created', { id: '1' })
})

test('kept: a breach at the call that the test expects', ({ pusherFake }) => {
  expect(() => pusherFake.trigger('orders', 'created', { id: '1' })).toThrow(/contract/)
})

warned('kept: a breach that only warns', async ({ pusherFake }) => {
  await pusherFake.fetch(signedRequest(pusherFake, '/events', { body }))
})
