import { readFile } from 'node:fs/promises'
import Pusher from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake } from 'pusher-js-fake/browser'
import { readRecording, replay } from 'pusher-js-fake/recording'
import { expect, test } from 'vitest'

// #region replay
const session = 'fixtures/recordings/chrome.har' // the path of yours

test('what was recorded comes again', async () => {
  const fake = installPusherFake({ Pusher })
  const shown: unknown[] = []
  const recording = readRecording(await readFile(session, 'utf8'))
  const replaying = replay(fake, recording, { speed: 20 }) // before the page: members are there when it comes

  const pusher = new Pusher('app-key', { cluster: 'mt1' })
  pusher.subscribe('orders').bind('created', (order: unknown) => shown.push(order))
  await fake.waitForSubscription('orders')

  replaying.waitingFor // ['presence-room', …]: something is due there, and nobody is subscribed
  replaying.dispose() // the members leave
  fake.uninstall()
})
// #endregion replay

// #region finished
test('all of it, at once', async () => {
  const fake = createPusherFake()
  const peer = fake.connect()
  const recording = readRecording(await readFile(session, 'utf8'))
  using replaying = replay(fake, recording, { speed: Number.POSITIVE_INFINITY })
  for (const { name } of recording.channels) await peer.subscribe(name, { id: 'ada' })
  await replaying.finished({ timeout: 10_000 })

  expect(peer.received).toContainEqual({
    event: 'created',
    channel: 'orders',
    data: { id: 2, total: 5 },
  })
})
// #endregion finished

// #region keep
test('a recording is kept', async () => {
  const kept = JSON.stringify(readRecording(await readFile(session, 'utf8')), null, 2)
  expect(readRecording(kept).channels[0]).toEqual({ name: 'orders' })
})
// #endregion keep

// #region to-har
test('a fake writes one', async () => {
  const fake = createPusherFake()
  await fake.connect().subscribe('orders')
  fake.trigger('orders', 'created', { id: 1 })

  const har = fake.toHar() // JSON.stringify(har) is a file that Chrome's network panel opens
  expect(readRecording(har).events).toMatchObject([{ channel: 'orders', event: 'created' }])
})
// #endregion to-har
