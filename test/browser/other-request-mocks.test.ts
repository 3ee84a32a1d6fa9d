// @vitest-environment jsdom
import Pretender from 'pretender'
// @ts-expect-error it has no types of its own
import Pusher from 'pusher-js/dist/web/pusher.js'
import { answerAuthRequests, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, describe, expect, test, vi } from 'vitest'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.unstubAllGlobals()
})

function install() {
  const fake = installPusherFake({ logger: false })
  const stop = answerAuthRequests(fake, { user: { id: 'ada' } })
  const end = () => {
    stop()
    fake.uninstall()
  }
  ends.push(end)
  return { fake, end }
}

/** Of the API that the app under test has besides; as Mirage is, which brings it. */
function startPretender(): () => void {
  const server = new Pretender(function routes() {
    this.get('/api', () => [200, {}, 'from pretender'])
    this.post('/pusher/auth', this.passthrough)
    this.get('https://sockjs-mt1.pusher.com:443/*any', this.passthrough)
    this.post('https://sockjs-mt1.pusher.com:443/*any', this.passthrough)
  })
  let running = true
  const stop = () => {
    if (running) server.shutdown()
    running = false
  }
  ends.push(stop)
  return stop
}

/** By the build for pages, which takes the realm's own requests. */
async function authorized(
  fake: ReturnType<typeof install>['fake'],
  transport: 'ws' | 'xhr_polling' = 'ws',
): Promise<void> {
  const client = new Pusher('app-key', { cluster: 'mt1', enabledTransports: [transport] })
  client.subscribe('presence-room')
  await fake.waitForSubscription('presence-room')
  expect(fake.channel('presence-room')?.members).toMatchObject([{ id: 'ada' }])
  client.disconnect()
  await fake.waitForDisconnection()
}

function get(url: string): Promise<string> {
  const request = new XMLHttpRequest()
  request.open('GET', url)
  return new Promise((resolve) => {
    request.addEventListener('load', () => resolve(request.responseText))
    request.send()
  })
}

const descriptors = () =>
  (['WebSocket', 'XMLHttpRequest', 'fetch'] as const).map((name) =>
    Object.getOwnPropertyDescriptor(globalThis, name),
  )

describe.each(['before', 'after'])('Pretender that starts %s the fake', (order) => {
  test.each(['ws', 'xhr_polling'] as const)(
    'answers its own requests, and the fake those of Pusher, over %s',
    async (transport) => {
      if (order === 'before') startPretender()
      const { fake } = install()
      if (order === 'after') startPretender()
      await authorized(fake, transport)
      expect(await get('/api')).toBe('from pretender')
      expect(fake.problems()).toEqual([])
    },
  )

  test.each(['ours first', 'theirs first'])('goes without a trace: %s', (first) => {
    const before = descriptors()
    const early = order === 'before' ? startPretender() : undefined
    const { end } = install()
    const stop = early ?? startPretender()
    if (first === 'ours first') end()
    stop()
    if (first === 'theirs first') end()
    expect(descriptors()).toEqual(before)
  })
})

test("a stub of a request's class, with what it needs and no more, is answered in its place", async () => {
  class StubRequest {
    onreadystatechange: (() => void) | null = null
    open = vi.fn()
    send = vi.fn()
    setRequestHeader = vi.fn()
  }
  vi.stubGlobal('XMLHttpRequest', StubRequest)
  await authorized(install().fake)
  const request = new XMLHttpRequest()
  request.open('GET', '/api')
  request.send()
  expect(request.send).toHaveBeenCalledOnce()
  expect(request.addEventListener).toBeUndefined()
})

test('a listener, taken away or an object, hears of a request that a mock has made', async () => {
  startPretender()
  const { fake } = install()
  const { socketId } = fake.connect()
  const request = new XMLHttpRequest()
  const heard: string[] = []
  const gone = () => heard.push('gone')
  request.addEventListener('load', gone)
  request.addEventListener('load', {
    handleEvent: ({ target }) => heard.push(`${target === request}`),
  })
  const done = new Promise((resolve) => request.addEventListener('loadend', resolve))
  request.open('POST', '/pusher/auth')
  request.removeEventListener('load', gone)
  request.send(`socket_id=${socketId}&channel_name=private-room`)
  await done
  expect(heard).toEqual(['true'])
  expect(request.status).toBe(200)
})
