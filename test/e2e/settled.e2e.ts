import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })

test.beforeEach(({ context }) => serveApp(context))

test('what was handed over has been heard, what was asked for is answered', async ({
  page,
  pusherFake,
}) => {
  await page.goto(appUrl('orders', 'presence-room', 'private-orders'))
  await pusherFake.settled()
  // Two are authorized side by side: whose answer comes first is the browser's affair.
  expect(new Set(pusherFake.channels().map(({ name }) => name))).toEqual(
    new Set(['orders', 'presence-room', 'private-orders']),
  )

  for (let id = 1; id <= 100; id += 1) pusherFake.trigger('orders', 'created', { id })
  await pusherFake.settled()
  expect(await page.evaluate("events.filter(([name]) => name === 'created').length")).toBe(100)

  await page.evaluate("pusher.channel('presence-room').trigger('client-typing', {})")
  await pusherFake.settled()
  expect(pusherFake.frames({ direction: 'in', event: 'client-typing' })).toHaveLength(1)
})

test('a refusal has been heard too', async ({ page, pusherFake }) => {
  pusherFake.faults.failSubscription('private-orders', { status: 403 })
  await page.goto(appUrl('private-orders'))
  await pusherFake.settled()
  expect(await page.evaluate('events.map(([name]) => name)')).toEqual(['pusher:subscription_error'])
})

test('it moves a clock of the page on that stands still', async ({ page, pusherFake }) => {
  await page.clock.install({ time: 0 })
  await page.clock.pauseAt(1_000)
  await page.goto(appUrl('presence-room'))
  await pusherFake.settled()
  expect(pusherFake.channels()).toEqual([])

  await pusherFake.settled({ advanceTimers: (ms) => page.clock.runFor(ms) })
  expect(pusherFake.channel('presence-room')).toMatchObject({ userCount: 1 })
  expect(await page.evaluate('pusher.connection.state')).toBe('connected')
})

test('it ends when the page goes away, and when there is no network', async ({
  page,
  context,
  pusherFake,
}) => {
  await page.goto(appUrl('orders'))
  await pusherFake.settled()
  await context.setOffline(true)
  await pusherFake.settled()
  await pusherFake.waitForDisconnection()
  await context.setOffline(false)
  const settled = pusherFake.settled()
  await page.close()
  await settled
})

test('a page that does not answer is named at the end of the time', async ({
  page,
  pusherFake,
}) => {
  await page.goto(appUrl('orders'))
  await pusherFake.settled()
  const busy = page.evaluate('const end = Date.now() + 1500; while (Date.now() < end);')
  await expect(pusherFake.settled({ timeout: 200 })).rejects.toThrow(
    /did not say that it has heard/,
  )
  await busy
})
