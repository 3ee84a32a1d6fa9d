import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

// Those that are "forgotten" must fail, those that are "heard" pass; failures.test.ts reads why.

test('forgotten: a wait that times out', async ({ pusherFake }) => {
  void pusherFake.waitForSubscription('never', { timeout: 1 })
  await pusherFake.waitForConnection({ timeout: 5 }).catch(() => {})
})

test('forgotten: a wait that is open', async ({ pusherFake }) => {
  void pusherFake.waitForSubscription('never')
})

test('forgotten: a wait that only the end fulfils', async ({ pusherFake }) => {
  new Pusher('app-key', { cluster: 'mt1' }).subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  void pusherFake.waitForWebhook('channel_vacated')
})

test('forgotten: a matcher', async ({ pusherFake }) => {
  void expect(pusherFake).toHaveSubscribed('never')
})

test('forgotten: a matcher that times out', async ({ pusherFake }) => {
  void expect(pusherFake).toHaveSubscribed('never', { timeout: 1 })
  await pusherFake.waitForConnection({ timeout: 5 }).catch(() => {})
})

test('forgotten: a matcher that only the end fulfils', async ({ pusherFake }) => {
  new Pusher('app-key', { cluster: 'mt1' }).subscribe('orders')
  await pusherFake.waitForSubscription('orders')
  void expect(pusherFake).toHaveNoSubscriptions()
})

test('forgotten: what a peer subscribes to', async ({ pusherFake }) => {
  const bob = pusherFake.connect()
  pusherFake.faults.silence()
  void bob.subscribe('never')
})

test('heard: a race', async ({ pusherFake }) => {
  const waits = [
    pusherFake.waitForSubscription('never'),
    expect(pusherFake).toHaveMember('presence-a', 'bob'),
  ]
  const bob = pusherFake.connect()
  pusherFake.faults.silence()
  await Promise.race([...waits, bob.subscribe('orders'), Promise.resolve()])
})

test('heard: a catch', async ({ pusherFake }) => {
  pusherFake.waitForSubscription('never').catch(() => {})
  const late = pusherFake.waitForSubscription('other', { timeout: 1 })
  await pusherFake.waitForConnection({ timeout: 5 }).catch(() => {})
  await expect(late).rejects.toThrow('in vain')
  await expect(Promise.resolve(pusherFake)).resolves.not.toHaveConnected()
})

test('beside a long wait', async ({ pusherFake }) => {
  const wait = pusherFake.waitForSubscription('never', { timeout: 600_000 })
  if (pusherFake.connections().length === 0) throw new Error('mine')
  await wait
})
