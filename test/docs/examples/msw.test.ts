import { setupServer } from 'msw/node'
import Pusher from 'pusher'
import { createPusherFake } from 'pusher-js-fake'
import { pusherHandlers } from 'pusher-js-fake/msw'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

// #region server
const fake = createPusherFake()
const server = setupServer(...pusherHandlers(fake, { user: { id: 'ada' } }))

beforeAll(() => server.listen())
afterEach(() => fake.reset())
afterAll(() => server.close())
// #endregion server

// #region trigger
/** Code under test: what a backend does when an order comes in. */
async function announce(order: { id: number }): Promise<void> {
  const { appId, key, secret, cluster } = fake // from the environment, in an app
  const pusher = new Pusher({ appId, key, secret, cluster })
  await pusher.trigger('orders', 'created', order)
}

test('an order is announced', async () => {
  const customer = fake.connect()
  await customer.subscribe('orders')

  await announce({ id: 1 })

  expect(customer.received).toContainEqual({
    event: 'created',
    channel: 'orders',
    data: { id: 1 },
  })
})
// #endregion trigger

// #region fails
test('an order is announced again when Pusher was down', async () => {
  fake.faults.failRest({ status: 500, times: 1 })
  await expect(announce({ id: 1 })).rejects.toMatchObject({ status: 500 })
  await announce({ id: 1 })
})
// #endregion fails
