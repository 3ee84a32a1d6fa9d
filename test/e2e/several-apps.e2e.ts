import { createPusherFake } from 'pusher-js-fake'
import { attachPusherFake, expect, test } from 'pusher-js-fake/playwright'
import { appUrl, serveApp } from './support/app-page.ts'

test.use({ pusherFakeOptions: { user: { id: 'ada' }, logger: false } })
test.beforeEach(({ context }) => serveApp(context))

/** The page of `app-page.ts` as a client of this key. */
const urlFor = (key: string, ...channels: readonly string[]) => `${appUrl(...channels)}&key=${key}`

test('each app of a context has a service of its own', async ({
  page,
  context,
  pusherFake,
  newPusherFake,
}) => {
  const chat = await newPusherFake({ key: 'chat-key', user: { id: 'bob' } })
  await page.goto(urlFor(pusherFake.key, 'presence-room'))
  const other = await context.newPage()
  await other.goto(urlFor('chat-key', 'presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'ada')
  await expect(chat).toHaveMember('presence-room', 'bob')

  chat.trigger('presence-room', 'created', 1)
  await expect.poll(() => other.evaluate('events')).toContainEqual(['created', 1])
  expect(await page.evaluate('events.length')).toBe(1)
  expect([pusherFake.connections().length, chat.connections().length]).toEqual([1, 1])
})

test('contexts that are made later serve it too', async ({ newPusherFake, newPusherContext }) => {
  const chat = await newPusherFake({ key: 'chat-key' })
  const context = await newPusherContext({ user: { id: 'bob' } })
  await serveApp(context)
  const page = await context.newPage()
  await page.goto(urlFor('chat-key', 'private-room'))
  await expect(chat).toHaveSubscribed('private-room')
})

test('switchCluster to the key of the other app', async ({ page, pusherFake, newPusherFake }) => {
  const eu = await newPusherFake({ key: 'eu-key' })
  await page.goto(appUrl('orders'))
  await expect(pusherFake).toHaveSubscribed('orders')
  await page.evaluate("pusher.switchCluster({ appKey: 'eu-key', cluster: 'eu' })")
  await expect(eu).toHaveSubscribed('orders')
  await expect(pusherFake).not.toHaveConnected()
  eu.trigger('orders', 'created', 2)
  await expect.poll(() => page.evaluate('events')).toContainEqual(['created', 2])
})

test('a key that the test has already is refused by name', async ({ newPusherFake }) => {
  await expect(newPusherFake({ key: 'app-key' })).rejects.toThrow(
    /invalid_option: .*"app-key" already.*newPusherFake\(\{ key: 'other-key' \}\)/,
  )
  await newPusherFake({ key: 'chat-key' })
  await expect(newPusherFake({ key: 'chat-key' })).rejects.toThrow(/"chat-key" already/)
  await expect(newPusherFake({ key: 'x', listen: true } as { key: string })).rejects.toThrow(
    /newPusherFake: .*"listen"/,
  )
})

test('attachPusherFake takes several fakes, and one of them again', async ({
  context,
  page,
  pusherFake,
}) => {
  const fake = createPusherFake({ key: 'chat-key', logger: false })
  await attachPusherFake(context, fake)
  await attachPusherFake(context, fake, { user: { id: 'eve' } })
  await attachPusherFake(context, pusherFake, { user: { id: 'carol' } })
  await page.goto(urlFor('chat-key', 'presence-room'))
  await expect(fake).toHaveMember('presence-room', 'eve')
  await page.goto(appUrl('presence-room'))
  await expect(pusherFake).toHaveMember('presence-room', 'carol')
  await expect(fake).not.toHaveConnected()
})
