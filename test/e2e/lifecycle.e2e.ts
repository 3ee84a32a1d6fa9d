import { expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'

test.use({
  pusherFakeOptions: { user: { id: 'ada', info: { name: 'Ada' } }, logger: false },
})

test.beforeEach(({ context }) => serveApp(context))

test('an event of the test reaches the page', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  pusherFake.trigger('orders', 'created', { id: 1 })
  await expect.poll(() => page.evaluate('events')).toContainEqual(['created', { id: 1 }])
})

test('two users in two contexts see each other', async ({ page, pusherFake, newPusherContext }) => {
  await page.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  const bobsContext = await newPusherContext({ user: { id: 'bob' } })
  await serveApp(bobsContext)
  const bobsPage = await bobsContext.newPage()
  await bobsPage.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'bob')
  expect(pusherFake.channel('presence-room')).toMatchObject({ userCount: 2 })
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual(['pusher:member_added', { id: 'bob', info: null }])

  await bobsContext.close()
  await expect(pusherFake).not.toHaveMember('presence-room', 'bob')
  await expect
    .poll(() => page.evaluate('events'))
    .toContainEqual(['pusher:member_removed', { id: 'bob', info: null }])
})

test('a reload ends the connection and the page comes back with a new one', async ({
  page,
  pusherFake,
}) => {
  await page.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  const [first] = pusherFake.connections()
  const back = new Promise((resolve) => pusherFake.on('subscription', resolve))
  await page.reload()
  await back
  await expect.poll(() => pusherFake.connections().length).toBe(1)
  expect(pusherFake.connections()[0]?.socketId).not.toBe(first?.socketId)
  expect(pusherFake.webhooks().map(({ name }) => name)).toEqual([
    'channel_occupied',
    'member_added',
    'member_removed',
    'channel_vacated',
    'channel_occupied',
    'member_added',
  ])
})

test('a navigation to a page without sockets ends the connection', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  await page.goto('http://app.test/blank')
  await expect(pusherFake).not.toHaveConnected()
})

test('a navigation within the document keeps the connection', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  const [before] = pusherFake.connections()
  await page.evaluate(() => history.pushState(null, '', '/elsewhere'))
  await page.evaluate(() => location.assign('#part'))
  pusherFake.trigger('orders', 'created', 1)
  await expect.poll(() => page.evaluate('events')).toContainEqual(['created', 1])
  expect(pusherFake.connections()[0]?.socketId).toBe(before?.socketId)
})

test('closing the page removes its member', async ({ page, context, pusherFake }) => {
  await page.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  await context.newPage()
  await page.close()
  await expect(pusherFake).not.toHaveMember('presence-room', 'ada')
  await expect(pusherFake).not.toHaveConnected()
})

test('a context that the test opens by itself is connected too', async ({
  browser,
  pusherFake,
}) => {
  const context = await browser.newContext()
  await serveApp(context)
  const page = await context.newPage()
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  await context.close()
  await expect(pusherFake).not.toHaveConnected()
})

test('offline cuts the links, online brings them back', async ({ page, context, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  await context.setOffline(true)
  await expect(pusherFake).not.toHaveConnected()
  await expect.poll(() => page.evaluate('pusher.connection.state')).not.toBe('connected')
  await context.setOffline(false)
  await expect(pusherFake).toHaveSubscribed('orders')
  await expect.poll(() => page.evaluate('pusher.connection.state')).toBe('connected')
})

test('a burst arrives whole and in order', async ({ page, pusherFake }) => {
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  const burst = Array.from({ length: 2_000 }, (_, index) => index)
  for (const index of burst) pusherFake.trigger('orders', 'n', index)
  await expect.poll(() => page.evaluate('events.length')).toBeGreaterThan(burst.length)
  const numbers = await page.evaluate("events.filter(([name]) => name === 'n').map(([, n]) => n)")
  expect(numbers).toEqual(burst)
})
