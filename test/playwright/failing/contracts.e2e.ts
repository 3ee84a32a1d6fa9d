import { expect, test } from 'pusher-js-fake/playwright'
import { z } from 'zod'
import { signedRequest } from '../../support/signed-request.ts'

// Those that are a "breach" must fail, those that are "kept" pass; failures.test.ts reads why.

const events = {
  orders: { created: z.object({ id: z.number() }) },
  'private-*': { 'client-typing': z.object({ on: z.boolean() }) },
}
const body = { name: 'created', channels: ['orders'], data: '{"id":"1"}' }

test.describe(() => {
  test.use({ pusherFakeOptions: { events } })

  test('breach: of the backend', async ({ pusherFake }) => {
    await pusherFake.fetch(signedRequest(pusherFake, '/events', { body }))
  })

  test('breach: of the test, at the call', async ({ pusherFake }) => {
    pusherFake.trigger('orders', 'created', { id: '1' })
  })

  test('kept: what the contract says', async ({ pusherFake }) => {
    pusherFake.trigger('orders', 'created', { id: 1 })
  })
})

test.describe(() => {
  test.use({ pusherFakeOptions: { events, contracts: 'warn' } })

  test('kept: a breach that only warns', async ({ pusherFake }) => {
    await pusherFake.fetch(signedRequest(pusherFake, '/events', { body }))
    expect(pusherFake.problems()).toHaveLength(1)
  })
})
