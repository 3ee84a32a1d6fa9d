import { createPusherFake, PusherFakeError } from 'pusher-js-fake'
import { expect, test } from 'vitest'

test('what a test can see', async () => {
  // #region see
  const fake = createPusherFake({ key: 'my-key' }) // an unknown option is an error that lists the known ones
  const bob = fake.connect({ user: { id: 'bob' } })
  await bob.subscribe('presence-room')
  fake.trigger('presence-room', 'created', { id: 1 }, { socketId: bob.socketId }) // all but Bob get it

  fake.channels() // [{ name: 'presence-room', subscriptionCount: 1, userCount: 1, members: [{ id: 'bob', … }] }]
  fake.connections() // [{ socketId, userId: 'bob', channels: ['presence-room'], url, openedAt }]
  fake.frames({ direction: 'in', event: 'pusher:subscribe' }) // the log, oldest first
  fake.webhooks() // what webhooks would have reported
  fake.problems() // what was refused, and why
  fake.describe() // all of it as text
  // #endregion see
  expect(fake.channels()).toMatchObject([
    { name: 'presence-room', subscriptionCount: 1, userCount: 1, members: [{ id: 'bob' }] },
  ])
  expect(fake.problems()).toEqual([])
})

test('a wait in vain is a diagnosis', async () => {
  const fake = createPusherFake({ logger: false, random: () => 0.5 })
  await fake.connect().subscribe('private-orders')
  // #region wait
  const error = await fake.waitForSubscription('orders', { timeout: 20 }).catch((why) => why)
  // #endregion wait
  expect(error).toBeInstanceOf(PusherFakeError)
  expect(error).toMatchObject({ code: 'timeout' })
  await expect(error.message).toMatchFileSnapshot('./timeout-message.txt')
})

// #region faults
test('faults last until they are restored', async () => {
  const fake = createPusherFake()
  const stall = fake.faults.stall() // sockets neither open nor fail
  expect(fake.connect().connected).toBe(false)
  stall.restore()
  expect(fake.connect().connected).toBe(true)
})
// #endregion faults

// #region typed
interface Events {
  orders: { created: { id: number }; 'client-seen': { at: string } }
}

test('names and data are checked', () => {
  const fake = createPusherFake<Events>()
  fake.trigger('orders', 'created', { id: 1 })
  // @ts-expect-error id is a number
  fake.trigger('orders', 'created', { id: '1' })
})
// #endregion typed
