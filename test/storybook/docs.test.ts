// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest'
import { cleanPage, client, clientsOf, enter, reconnected, stateOf, story } from './story-page.ts'

const nextTask = () => new Promise((resolve) => setImmediate(resolve))

afterEach(async () => {
  vi.useRealTimers()
  await cleanPage()
})

interface Page {
  /** Of both stories. */
  readonly parameters?: object
  /** Of the first alone. */
  readonly first?: object
  readonly options?: Parameters<typeof client>[0]
}

/** Two stories of one key that mount at once, as a docs page has them. */
async function docsPage({ parameters = {}, first = {}, options = {} }: Page = {}) {
  const stories = ['a', 'b'].map((id, index) => {
    const own = index === 0 ? first : {}
    const context = story(id, { logger: false, ...parameters, ...own }, 'docs')
    const mounted = { pusher: undefined as ReturnType<typeof client> | undefined }
    context.mount = (async () => {
      await Promise.resolve()
      mounted.pusher = client(options)
    }) as unknown as typeof context.mount
    return { context, mounted }
  })
  for (const { context } of stories) await enter(context)
  await Promise.all(stories.map(({ context }) => context.mount()))
  return stories.map(({ context, mounted: { pusher } }) => {
    if (pusher === undefined) throw new Error('Not mounted')
    return { fake: context.pusherFake, pusher, canvas: context.canvasElement }
  })
}

test('each story on a docs page has its own fake, and its sockets find it', async () => {
  const page = await docsPage()
  for (const { fake, pusher } of page) {
    await stateOf(pusher, 'connected')
    expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
  }
})

test('a client that dials again is still the one of its story', async () => {
  const page = await docsPage()
  for (const { fake, pusher } of page) {
    await stateOf(pusher, 'connected')
    const again = reconnected(pusher)
    fake.faults.disconnect({ code: 4200 })
    await again
    expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
  }
})

test('an authorization is answered by the fake that the socket belongs to', async () => {
  const page = await docsPage({ parameters: { user: { id: 'ada' } } })
  for (const { fake, pusher } of page) {
    pusher.subscribe('presence-room')
    await fake.waitForSubscription('presence-room')
    expect(fake.problems()).toEqual([])
  }
})

test.each(['xhr_streaming', 'xhr_polling'] as const)(
  'a client that begins by %s is the one of its story, and stays it',
  async (transport) => {
    const page = await docsPage({ options: { enabledTransports: [transport] } })
    for (const { fake, pusher } of page) {
      await stateOf(pusher, 'connected')
      expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
      const again = reconnected(pusher)
      fake.faults.disconnect({ code: 4200 })
      await again
      expect(clientsOf(fake)).toEqual([pusher.connection.socket_id])
    }
  },
)

test.each([
  ['goOffline', { goOffline: true }],
  ['stall', { stall: true }],
])('the fallback of a client meets the fault of its story: %s', async (_, faults) => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  })
  const page = await docsPage({ first: { faults } })
  const [faulty, sound] = page
  if (faulty === undefined || sound === undefined) throw new Error('Expected two stories')
  // pusher-js starts its fallback 2 s and 5 s after the socket, and gives up after 10 s.
  const unavailable = stateOf(faulty.pusher, 'unavailable')
  for (let second = 0; second < 16; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000)
    for (let task = 0; task < 8; task += 1) await nextTask()
  }
  await unavailable
  expect(clientsOf(sound.fake)).toEqual([sound.pusher.connection.socket_id])
  expect(clientsOf(faulty.fake)).toEqual([])
  expect(sound.fake.problems()).toEqual([])
})

test('what a story opens by a timer, or in its canvas, is its own', async () => {
  const page = await docsPage()
  for (const { fake, pusher, canvas } of page) {
    await stateOf(pusher, 'connected')
    const button = canvas.appendChild(document.createElement('button'))
    const opened = new Promise<ReturnType<typeof client>>((resolve) => {
      button.addEventListener('click', () => setTimeout(() => resolve(client()), 1))
    })
    button.click()
    const later = await opened
    await stateOf(later, 'connected')
    expect(clientsOf(fake)).toEqual([pusher, later].map(({ connection }) => connection.socket_id))
  }
})

test('the timers of the page are its own again when its stories are gone', async () => {
  const timers = () => [setTimeout, setInterval, requestAnimationFrame]
  const before = timers()
  await docsPage()
  expect(timers()).not.toEqual(before)
  await cleanPage()
  expect(timers()).toEqual(before)
})

test('a socket that is opened later is refused, and the stories say why', async () => {
  const page = await docsPage()
  const late = client()
  await stateOf(late, 'disconnected')
  for (const { fake } of page) {
    expect(fake.problems()).toMatchObject([
      { code: 'connection_refused', message: expect.stringContaining('have that app: a, b.') },
    ])
  }
})

test('keys of their own tell stories apart at any time', async () => {
  const stories = ['a', 'b'].map((id) => story(id, { key: `key-${id}` }, 'docs'))
  for (const context of stories) await enter(context)
  for (const context of stories) {
    await stateOf(client({}, context.pusherFake.key), 'connected')
    expect(clientsOf(context.pusherFake)).toHaveLength(1)
  }
})
