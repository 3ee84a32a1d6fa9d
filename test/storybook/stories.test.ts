// @vitest-environment jsdom
import { readFile } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { cleanPage, client, clientsOf, enter, reconnected, stateOf, story } from './story-page.ts'

const native = WebSocket

afterEach(cleanPage)

const bob = { id: 'bob', info: { name: 'Bob' } }

test('a story has a fake, which the real pusher-js finds', async () => {
  const context = story('rings')
  await enter(context)
  const pusher = client()
  pusher.subscribe('orders')
  await context.pusherFake.waitForSubscription('orders')
  expect(clientsOf(context.pusherFake)).toEqual([pusher.connection.socket_id])
})

test('leaving a story closes its sockets and puts the globals back', async () => {
  await (await enter(story('before')))()
  const globals = () => [WebSocket, XMLHttpRequest, fetch]
  const before = globals()
  const context = story('rings')
  const leave = await enter(context)
  const pusher = client()
  await stateOf(pusher, 'connected')
  pusher.connection.bind('state_change', () => pusher.disconnect())
  await leave()
  await vi.waitFor(() => expect(context.pusherFake.connections()).toEqual([]))
  expect(globals()).toEqual(before)
})

test('arguments that change render the story again with the fake that it has', async () => {
  const first = story('rings')
  await enter(first)
  const again = { ...story('rings'), canvasElement: first.canvasElement }
  await enter(again)
  expect(again.pusherFake).toBe(first.pusherFake)
})

test('a canvas that shows another story has another fake', async () => {
  const first = story('rings')
  await enter(first)
  const second = { ...story('quiet'), canvasElement: first.canvasElement }
  await enter(second)
  expect(second.pusherFake).not.toBe(first.pusherFake)
  await stateOf(client(), 'connected')
  expect(clientsOf(first.pusherFake)).toEqual([])
})

test('a story that wants no fake has the globals as they were, which stay held otherwise', async () => {
  const context = story('rings', false)
  const leave = await enter(context)
  expect(context.pusherFake).toBeUndefined()
  expect(WebSocket).toBe(native)
  await leave()
  expect(WebSocket).not.toBe(native)
})

test('a wrong parameter is an error in the story', async () => {
  await expect(enter(story('rings', { sript: [] }))).rejects.toThrow(
    'Story "Bell: rings": parameters.pusherFake: Unknown option "sript", write "script".',
  )
})

test('a client that outlives its story goes on in the next one, after waiting in between', async () => {
  const first = story('rings')
  const leave = await enter(first)
  const pusher = client()
  pusher.subscribe('orders')
  await first.pusherFake.waitForSubscription('orders')
  const again = reconnected(pusher)
  await leave()
  const second = story('quiet')
  await enter(second)
  await again
  await second.pusherFake.waitForSubscription('orders')
  expect(clientsOf(second.pusherFake)).toEqual([pusher.connection.socket_id])
})

test('a client that is made before any story waits for the first one', async () => {
  await (await enter(story('before')))()
  const pusher = client()
  const context = story('rings')
  await enter(context)
  await stateOf(pusher, 'connected')
  expect(clientsOf(context.pusherFake)).toHaveLength(1)
})

test('members are present, and the endpoints answer for the user with no other mock', async () => {
  const context = story('room', {
    user: { id: 'ada' },
    members: { 'presence-room': [bob] },
  })
  await enter(context)
  const channel = client().subscribe('presence-room')
  const members = new Promise<{ count: number; me: { id: string } }>((resolve) =>
    channel.bind('pusher:subscription_succeeded', resolve),
  )
  expect(await members).toMatchObject({ count: 2, me: { id: 'ada' } })
  expect(context.pusherFake.channel('presence-room')?.members).toContainEqual({
    id: 'bob',
    info: { name: 'Bob' },
  })
})

test('members come back with the client after the network was gone', async () => {
  const context = story('room', { user: { id: 'ada' }, members: { 'presence-room': [bob] } })
  await enter(context)
  const { pusherFake } = context
  const pusher = client()
  pusher.subscribe('presence-room')
  await pusherFake.waitForSubscription('presence-room')
  await stateOf(pusher, 'connected')
  const again = reconnected(pusher)
  pusherFake.faults.goOffline()
  expect(pusherFake.channels()).toEqual([])
  pusherFake.faults.goOnline()
  await again
  expect(pusherFake.channel('presence-room')?.members).toMatchObject([{ id: 'bob' }])
})

test('a cached event is there, any other comes with the subscription', async () => {
  const context = story('bell', {
    events: [
      { channel: 'cache-news', event: 'published', data: { id: 1 } },
      { channel: 'orders', event: 'created', data: { id: 2 } },
    ],
  })
  await enter(context)
  const pusher = client()
  const received = ['cache-news', 'orders'].map(
    (name) =>
      new Promise((resolve) => {
        pusher.subscribe(name).bind_global((event: string, data: unknown) => {
          if (!event.startsWith('pusher:')) resolve([event, data])
        })
      }),
  )
  expect(await Promise.all(received)).toEqual([
    ['published', { id: 1 }],
    ['created', { id: 2 }],
  ])
})

test('a script plays once somebody listens, by the service and by members', async () => {
  const timers: (readonly [() => void, number])[] = []
  const context = story('room', {
    user: { id: 'ada' },
    members: { 'presence-room': [bob] },
    script: [
      { after: 300, channel: 'presence-room', event: 'client-typing', data: {}, from: 'bob' },
      { after: 600, channel: 'presence-room', event: 'said', data: 'Hi' },
    ],
    clock: {
      now: () => 0,
      setTimeout: (callback: () => void, ms: number) => timers.push([callback, ms]),
      clearTimeout: () => {},
    },
  })
  await enter(context)
  const scripted = () => timers.filter(([, ms]) => ms === 300 || ms === 600)
  expect(scripted()).toEqual([])
  const received: unknown[] = []
  client()
    .subscribe('presence-room')
    .bind_global((event: string, data: unknown) => received.push([event, data]))
  await context.pusherFake.waitForSubscription('presence-room')
  while (scripted().length < 2) await new Promise((resolve) => setImmediate(resolve))
  received.length = 0
  for (const [callback] of scripted()) callback()
  expect(received).toEqual([
    ['client-typing', {}],
    ['said', 'Hi'],
  ])
})

test('a refusal is there from the start', async () => {
  await enter(story('refused', { faults: { refuseConnections: { code: 4003 } } }))
  await stateOf(client(), 'disconnected')
})

test('a subscription that is not allowed is not from the start', async () => {
  await enter(
    story('not yours', { faults: { failSubscription: { 'private-a': { status: 401 } } } }),
  )
  const error = new Promise<{ status: number }>((resolve) =>
    client().subscribe('private-a').bind('pusher:subscription_error', resolve),
  )
  expect((await error).status).toBe(401)
})

test('a session that was recorded is replayed to the story, until it is left', async () => {
  const har = await readFile('fixtures/recordings/playwright.har', 'utf8')
  const context = story('rings', { user: { id: 'ada' }, replay: { har, speed: 1_000 } })
  const leave = await enter(context)
  const pusher = client()
  const created = new Promise((resolve) => pusher.subscribe('orders').bind('created', resolve))
  pusher.subscribe('presence-room')
  expect(await created).toEqual({ id: 1, total: 20 })
  const { members } = context.pusherFake.channel('presence-room') ?? {}
  expect(members).toContainEqual({ id: 'bob', info: { name: 'Bob' } })
  await leave()
  expect(context.pusherFake.connections().filter(({ virtual }) => virtual)).toEqual([])
})
