// @vitest-environment jsdom
import Pusher from 'pusher-js'
import { test as base } from 'pusher-js-fake/vitest'
import { describe, expect } from 'vitest'

// One after the other would prove nothing: each asks when both have connected.
const COUNT = 2

const test = base.extend<{ pusherFakeOptions: { key: string; user: { id: string } } }>({
  pusherFakeOptions: async ({ task }, use) =>
    use({ key: `key-${task.id}`, user: { id: `user-${task.id}` } }),
})

type Ask = (query: URLSearchParams) => Promise<unknown>

function byXhr(method: string, url: string, body: string | null): Promise<unknown> {
  const request = new XMLHttpRequest()
  request.open(method, url)
  request.send(body)
  return new Promise((resolve) => {
    request.onload = () => resolve(JSON.parse(request.responseText))
  })
}

let callbacks = 0

const WAYS: Record<string, Ask> = {
  'fetch, GET': async (query) => (await fetch(`/pusher/auth?${query}`)).json(),
  'fetch, form': async (query) => (await fetch('/pusher/auth', post(String(query)))).json(),
  'fetch, JSON': async (query) =>
    (await fetch('/pusher/auth', post(JSON.stringify(Object.fromEntries(query))))).json(),
  'XMLHttpRequest, GET': (query) => byXhr('GET', `/pusher/auth?${query}`, null),
  'XMLHttpRequest, form': (query) => byXhr('POST', '/pusher/auth', String(query)),
  JSONP: (query) =>
    new Promise((resolve, reject) => {
      callbacks += 1
      const name = `callback${callbacks}`
      Reflect.set(globalThis, 'Receivers', {
        ...Reflect.get(globalThis, 'Receivers'),
        [name]: resolve,
      })
      const script = document.createElement('script')
      script.onerror = reject
      script.src = `/pusher/auth?callback=${encodeURIComponent(`Receivers['${name}']`)}&${query}`
      document.head.append(script)
    }),
  // The id of a socket is not to be found by looking for its text.
  'a query that names the other socket as well': async (query) => {
    const others = Pusher.instances.map(({ connection }) => connection.socket_id)
    return (await fetch(`/pusher/auth?others=${others}&${query}`, post(`note=${others}`))).json()
  },
}

function post(body: string): RequestInit {
  return { method: 'POST', body }
}

for (const [way, ask] of Object.entries(WAYS)) {
  let arrived = 0
  const everybody = Promise.withResolvers<void>()
  describe.concurrent(`authorization by ${way}`, () => {
    for (let index = 0; index < COUNT; index += 1) {
      test(`is signed by the fake of the test (${index})`, async ({ pusherFake, task }) => {
        const pusher = new Pusher(pusherFake.key, { cluster: 'mt1' })
        const connected = new Promise((resolve) => pusher.connection.bind('connected', resolve))
        await connected
        arrived += 1
        if (arrived === COUNT) everybody.resolve()
        await everybody.promise
        const query = new URLSearchParams({
          socket_id: pusher.connection.socket_id,
          channel_name: 'presence-room',
        })
        expect(await ask(query)).toEqual({
          auth: expect.stringMatching(new RegExp(`^${pusherFake.key}:`)),
          channel_data: JSON.stringify({ user_id: `user-${task.id}` }),
        })
      })
    }
  })
}
