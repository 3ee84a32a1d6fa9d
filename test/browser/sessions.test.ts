// @vitest-environment jsdom
import Pusher from 'pusher-js'
import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { answerAuthRequests, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, expect, test } from 'vitest'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

/** Two apps on one page, each with a connected client and endpoints at the same path. */
async function twoApps() {
  const apps = ['one', 'two'].map((key) => {
    const fake = installPusherFake({ Pusher, key, appId: `app-${key}`, logger: false })
    ends.push(fake.uninstall, answerAuthRequests(fake, { Pusher, user: { id: `user-${key}` } }))
    const pusher = new Pusher(key, { cluster: 'mt1' })
    ends.push(() => pusher.disconnect())
    return { key, fake, pusher }
  })
  for (const { fake } of apps) await fake.waitForConnection()
  return apps
}

test('of two fakes with endpoints at one path each authorizes its own clients', async () => {
  for (const { key, fake, pusher } of await twoApps()) {
    const channel = pusher.subscribe('presence-room')
    await fake.waitForSubscription('presence-room')
    expect(fake.channel('presence-room')?.members?.map(({ id }) => id)).toEqual([`user-${key}`])
    expect(channel.subscriptionPending).toBe(false)
    expect(fake.problems()).toEqual([])
  }
})

test('of two fakes of one key the later has the clients, and a wait of the other says so', async () => {
  const first = installPusherFake({ Pusher, logger: false })
  const second = installPusherFake({ Pusher, logger: false })
  ends.push(first.uninstall, second.uninstall)
  const clients = [0, 0].map(() => new Pusher('app-key', { cluster: 'mt1' }))
  ends.push(...clients.map((client) => () => client.disconnect()))
  await expect.poll(() => second.connections()).toHaveLength(2)

  const waited = first.waitForConnection({ timeout: 1 })
  await expect(waited).rejects.toThrow(/A later fake of the key "app-key" has its clients/)
  expect(first.problems()).toMatchObject([
    { code: 'routed_elsewhere', cause: expect.stringContaining('run at the same time') },
  ])
  expect(second.problems()).toEqual([])
})

test.each([
  ['by fetch', async (url: string) => (await fetch(url)).status],
  [
    'by XMLHttpRequest',
    (url: string) =>
      new Promise((resolve) => {
        const request = new XMLHttpRequest()
        request.onloadend = () => resolve(request.status)
        request.open('GET', url)
        request.send()
      }),
  ],
])('a REST call of the page, %s, reaches the fake that it names', async (_, ask) => {
  const apps = await twoApps()
  const calls = (fake: PusherFake) =>
    fake.journal().filter((entry) => 'rest' in entry || entry.kind === 'rest').length
  for (const { fake, key } of apps) {
    const before = apps.map((app) => calls(app.fake))
    // Unsigned and wrongly signed calls are the service's to refuse.
    expect(await ask(`https://api-mt1.pusher.com/apps/app-${key}/channels`)).toBe(401)
    expect(await ask(`http://127.0.0.1:1/apps/app-${key}/channels?auth_key=${key}`)).toBe(401)
    const after = apps.map((app) => calls(app.fake))
    expect(after).toEqual(before.map((count, i) => count + (apps[i]?.fake === fake ? 2 : 0)))
  }
})

test('JSONP calls the function that the URL names, or fails as a script does', async () => {
  ends.push(answerAuthRequests(createPusherFake({ logger: false }), { user: { id: 'ada' } }))
  const load = (callback: string, user: string) => {
    const script = document.createElement('script')
    const outcome = new Promise((resolve) => {
      script.onload = () => resolve('load')
      script.onerror = () => resolve('error')
    })
    script.src = `/pusher/auth?callback=${encodeURIComponent(callback)}&${user}`
    return outcome
  }
  const got: unknown[] = []
  Reflect.set(globalThis, 'Receivers', { list: { '1': (value: unknown) => got.push(value) } })
  const query = 'socket_id=1.1&channel_name=presence-room'
  expect(await load("Receivers.list['1']", query)).toBe('load')
  expect(got).toMatchObject([{ channel_data: '{"user_id":"ada"}' }])
  expect(await load('alert(1)//', query)).toBe('error')
  expect(await load("Receivers.list['1']", 'socket_id=none&channel_name=presence-room')).toBe(
    'error',
  )
  expect(got).toHaveLength(1)
})

test('the end of a `using` block uninstalls, and a second end is harmless', () => {
  const globals = () => [WebSocket, XMLHttpRequest, fetch]
  const before = globals()
  const source = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')
  {
    using fake = installPusherFake({ Pusher })
    expect(WebSocket).not.toBe(before[0])
    fake.uninstall()
    fake.uninstall()
  }
  expect(globals()).toEqual(before)
  {
    using _ = installPusherFake({ Pusher })
  }
  expect(globals()).toEqual(before)
  expect(Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')).toEqual(source)
})

test.each(['xhr_streaming', 'xhr_polling'] as const)(
  'after uninstall a client by %s gives up',
  async (transport) => {
    const fake = installPusherFake({ Pusher })
    const pusher = new Pusher('app-key', { cluster: 'mt1', enabledTransports: [transport] })
    await fake.waitForConnection()
    const disconnected = new Promise((resolve) => pusher.connection.bind('disconnected', resolve))
    fake.uninstall()
    await disconnected
    expect(fake.connections()).toEqual([])
  },
)
