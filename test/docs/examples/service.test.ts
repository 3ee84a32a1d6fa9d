import Pusher from 'pusher'
import { createPusherFake, PusherFakeError } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { renderTimeline } from 'pusher-js-fake/timeline'
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
  fake.journal() // what happened around the frames: REST calls, webhooks, faults, ends of connections
  fake.webhooks() // what webhooks would have reported
  fake.problems() // what was refused, and why
  fake.describe() // all of it as text
  // #endregion see
  expect(fake.channels()).toMatchObject([
    { name: 'presence-room', subscriptionCount: 1, userCount: 1, members: [{ id: 'bob' }] },
  ])
  expect(fake.problems()).toEqual([])
})

test('what has not happened', async () => {
  // #region settled
  const fake = createPusherFake()
  const bob = fake.connect()
  await bob.subscribe('orders')
  fake.faults.latency(50)
  fake.trigger('orders', 'created', { id: 1 }, { socketId: bob.socketId }) // all but Bob get it

  await fake.settled()
  expect(bob.received.filter(({ event }) => event === 'created')).toEqual([])
  // #endregion settled
})

test('what happens around the frames', async () => {
  // #region journal
  const fake = createPusherFake({ logger: false })
  await using server = await startPusherServer(fake)
  const { appId, key, secret } = fake
  const sdk = new Pusher({ appId, key, secret, host: server.host, port: String(server.webPort) })
  const statuses: number[] = []
  const stop = fake.on('rest', ({ status }) => statuses.push(status)) // a call of the server SDK

  fake.faults.failRest({ status: 500, times: 1 })
  await sdk.trigger('orders', 'created', { id: 1 }).catch(() => {})
  await sdk.trigger('orders', 'created', { id: 1 })
  stop()

  expect(statuses).toEqual([500, 200])
  expect(fake.journal()).toMatchObject([
    { kind: 'fault', name: 'failRest', phase: 'begin' },
    { kind: 'rest', method: 'POST', path: '/apps/1000001/events', status: 500 },
    { kind: 'fault', name: 'failRest', phase: 'end' },
    { kind: 'rest', method: 'POST', path: '/apps/1000001/events', status: 200 },
  ])
  // #endregion journal
})

test('a timeline of what happened', async () => {
  // #region timeline
  const fake = createPusherFake()
  const bob = fake.connect()
  await bob.subscribe('orders')
  const time = Date.now()
  fake.trigger('orders', 'created', { id: 1 })

  // A page of HTML that needs nothing else: write it to a file, attach it to a report.
  const page = renderTimeline({
    title: 'An order is announced',
    frames: fake.frames(),
    journal: fake.journal(),
    steps: [{ time, label: 'the order is placed' }], // yours, between the frames
    lanes: [{ socketId: bob.socketId, label: 'Bob' }],
  })
  expect(page).toContain('the order is placed')
  // #endregion timeline
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
