import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from '../../e2e/support/app-page.ts'

// Those that are "forgotten" must fail, those that are "heard" pass; failures.test.ts reads why.

test('forgotten: a wait that times out', async ({ pusherFake }) => {
  void pusherFake.waitForSubscription('never', { timeout: 1 })
  await expect(pusherFake).not.toHaveConnected({ timeout: 5 })
  await pusherFake.waitForWebhook('cache_miss', { timeout: 5 }).catch(() => {})
})

test('forgotten: a wait that is open', async ({ pusherFake }) => {
  void pusherFake.waitForSubscription('never')
})

test('forgotten: a wait that only the end fulfils', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await pusherFake.waitForSubscription('orders')
  void pusherFake.waitForWebhook('channel_vacated')
})

test('forgotten: a matcher', async ({ pusherFake }) => {
  void expect(pusherFake).toHaveSubscribed('never')
})

test('forgotten: a matcher that only the end fulfils', async ({ page, context, pusherFake }) => {
  await serveApp(context)
  await page.goto(appUrl('orders'))
  await pusherFake.waitForSubscription('orders')
  void expect(pusherFake).toHaveNoSubscriptions()
})

test('forgotten: what a peer subscribes to', async ({ pusherFake }) => {
  const bob = pusherFake.connect()
  pusherFake.faults.silence()
  void bob.subscribe('never')
})

test('forgotten: what a peer that is gone sends', async ({ pusherFake }) => {
  const bob = pusherFake.connect()
  bob.disconnect()
  void bob.trigger('private-chat', 'client-never', {})
})

test('forgotten: a function that waits', async ({ pusherFake }) => {
  const wait = async () => {
    await pusherFake.waitForSubscription('never')
  }
  void wait()
})

test('heard: a race', async ({ pusherFake }) => {
  const waits = [pusherFake.waitForSubscription('never'), expect(pusherFake).toHaveMember('a', 'b')]
  const bob = pusherFake.connect()
  pusherFake.faults.silence()
  await Promise.race([...waits, bob.subscribe('orders'), Promise.resolve()])
})

test('heard: a catch', async ({ pusherFake }) => {
  pusherFake.waitForSubscription('never').catch(() => {})
  const late = pusherFake.waitForSubscription('other', { timeout: 1 })
  await pusherFake.waitForConnection({ timeout: 5 }).catch(() => {})
  await expect(late).rejects.toThrow('in vain')
})

test('beside a long wait', async ({ pusherFake }) => {
  const wait = pusherFake.waitForSubscription('never', { timeout: 600_000 })
  if (pusherFake.connections().length === 0) throw new Error('mine')
  await wait
})

test.describe(() => {
  test.use({
    pusherFakeOptions: {
      listen: { port: 24_850, webhooks: ['http://127.0.0.1:24899/hook'] },
      webhookDelay: 600_000,
    },
  })

  test('heard: a backend that is down', async ({ pusherFake }) => {
    await pusherFake.connect().subscribe('orders')
  })
})
