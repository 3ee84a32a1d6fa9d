import AppPusher from 'pusher-js'
import WrapperPusher from 'pusher-js-7'
import { test as base } from 'pusher-js-fake/vitest'
import { afterAll, beforeAll, beforeEach, describe, expect, vi } from 'vitest'
import { openPort } from '../support/open-port.ts'

// A wrapper brings a copy of its own, beside the one that the fixture imports. Both projects, `all` and
// `inlined`, run this file: there Node loads them, here Vite.
const COPIES = { "the app's": AppPusher, "a wrapper's": WrapperPusher }

const test = base.extend({ pusherFakeOptions: { user: { id: 'ada' } } })

const port = openPort()
beforeAll(port.open)
afterAll(port.close)

/** As an app has it that talks to a server on the developer's own machine. */
function connect(Copy: typeof AppPusher | typeof WrapperPusher): AppPusher | WrapperPusher {
  const local: object = { wsHost: '127.0.0.1', wsPort: port.number(), forceTLS: false }
  return new Copy('app-key', { cluster: 'mt1', enabledTransports: ['ws'], ...local })
}

test.for(Object.entries(COPIES))(
  '%s copy is served, whatever its host',
  async ([, Copy], { pusherFake }) => {
    const heard: unknown[] = []
    connect(Copy)
      .subscribe('presence-room')
      .bind('said', (words: unknown) => heard.push(words))
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    pusherFake.trigger('presence-room', 'said', 'hello')
    expect(heard).toEqual(['hello'])
    expect(port.dials()).toBe(0)
  },
)

test('clients of every copy end with their test', () => {
  const states = Object.values(COPIES).map(({ instances }) =>
    instances.map(({ connection }) => connection.state),
  )
  expect(states).toEqual([['disconnected'], ['disconnected']])
})

describe('after vi.resetModules', () => {
  beforeEach(() => {
    vi.resetModules()
  })
  const loaded = new Set<typeof AppPusher>()

  test.for(['pusher-js', 'pusher-js-8.0', 'pusher-js', 'pusher-js-8.0'])(
    'the copy of %s is served, and its clients end with their test',
    async (name, { pusherFake }) => {
      for (const { instances } of loaded) {
        for (const { connection } of instances) expect(connection.state).toBe('disconnected')
      }
      const { default: Copy }: { default: typeof AppPusher } = await import(name)
      loaded.add(Copy)
      connect(Copy).subscribe('presence-room')
      await expect(pusherFake).toHaveMember('presence-room', 'ada')
      expect(pusherFake.connections()).toHaveLength(1)
      expect(port.dials()).toBe(0)
    },
  )
})

describe('a client that a copy keeps', () => {
  let kept: ReturnType<typeof connect> | undefined
  const client = () => {
    kept ??= connect(WrapperPusher)
    return kept
  }

  test.for([1, 2, 3])('is there in test %i', async (id, { pusherFake }) => {
    const heard: unknown[] = []
    const channel = client().subscribe('orders')
    channel.bind('created', (order: unknown) => heard.push(order))
    await expect(pusherFake).toHaveSubscribed('orders')
    pusherFake.trigger('orders', 'created', { id })
    expect(heard).toEqual([{ id }])
    channel.unbind_all()
    client().unsubscribe('orders')
  })
})
