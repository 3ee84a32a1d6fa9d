import type Pusher from 'pusher-js'
import batchAuthorizer from 'pusher-js-auth'
import { test as base } from 'pusher-js-fake/vitest'
import { describe, expect, vi } from 'vitest'

/** What the fixture does in every environment. `Client` is the pusher-js that the environment resolves. */
export function fixtureCases(Client: typeof Pusher, atImport: Pusher): void {
  const test = base

  const connect = () => new Client('app-key', { cluster: 'mt1' })

  describe('with a user, the endpoints of the app are answered', () => {
    const ada = test.extend({ pusherFakeOptions: { user: { id: 'ada', info: { age: 36 } } } })

    ada(
      'private and presence channels, at the path that is pusher-js default',
      async ({ pusherFake }) => {
        const pusher = connect()
        pusher.subscribe('private-orders')
        const room = pusher.subscribe('presence-room')
        await expect(pusherFake).toHaveSubscribed('private-orders')
        await expect(pusherFake).toHaveMember('presence-room', 'ada')
        await expect.poll(() => Reflect.get(room, 'members').me?.info).toEqual({ age: 36 })
      },
    )

    ada('sign-in', async ({ pusherFake }) => {
      connect().signin()
      await expect.poll(() => pusherFake.connections().map(({ userId }) => userId)).toContain('ada')
    })

    test('without one private channels alone, where the app has no backend', async ({
      pusherFake,
    }) => {
      const errors: unknown[] = []
      const pusher = connect()
      pusher.subscribe('private-orders')
      pusher.subscribe('presence-room').bind('pusher:subscription_error', (error: unknown) => {
        errors.push(error)
      })
      await expect(pusherFake).toHaveSubscribed('private-orders')
      await expect.poll(() => errors).toHaveLength(1)
      expect(pusherFake.problems()).toMatchObject([
        { code: 'auth_refused', message: expect.stringContaining("Or let the app's backend sign") },
      ])
    })

    test('batched, as pusher-js-auth asks for them', async ({ pusherFake }) => {
      const batched = { authorizer: batchAuthorizer, authDelay: 1 }
      const pusher = new Client('app-key', { cluster: 'mt1', ...batched })
      for (const name of ['private-a', 'private-b']) pusher.subscribe(name)
      await expect(pusherFake).toHaveSubscribed('private-a')
      await expect(pusherFake).toHaveSubscribed('private-b')
      const wait = pusherFake.waitForSubscription('private-c', { timeout: 1 })
      await expect(wait).rejects.toThrow(/^(?!.*asked POST \/pusher\/auth)/s)
    })
  })

  test.for([1, 2])(
    'a client made at import signs for the connection that it has in test %i',
    async (_, { pusherFake }) => {
      atImport.subscribe('private-kept')
      await expect(pusherFake).toHaveSubscribed('private-kept')
      expect(pusherFake.problems()).toEqual([])
      atImport.unsubscribe('private-kept')
    },
  )

  test.for([{ enableStats: true }, { disableStats: false }])(
    'statistics of pusher-js are answered: %j',
    async (stats, { pusherFake }) => {
      const pusher = new Client('app-key', { cluster: 'mt1', ...stats })
      // It sends them when it has connected, before it subscribes.
      pusher.subscribe('orders')
      await expect(pusherFake).toHaveSubscribed('orders')
      const direct = await fetch('https://stats.pusher.com/timeline/v2/xhr/2?session=1')
      expect(await direct.json()).toEqual({})
      expect(pusherFake.problems()).toEqual([])
    },
  )

  describe('settled', () => {
    const ada = test.extend({ pusherFakeOptions: { user: { id: 'ada' } } })

    ada('everything is heard and answered', async ({ pusherFake }) => {
      const pusher = connect()
      const room = pusher.subscribe('presence-room')
      await pusherFake.settled()
      expect(pusher.connection.state).toBe('connected')
      expect(pusherFake.channel('presence-room')).toMatchObject({ userCount: 1 })
      room.trigger('client-typing', { by: 'ada' })
      await pusherFake.settled()
      expect(pusherFake.frames({ event: 'client-typing' })).toHaveLength(1)
    })

    ada('under fake timers, which it moves on', async ({ pusherFake }) => {
      vi.useFakeTimers()
      try {
        const pusher = connect()
        pusher.subscribe('presence-room')
        await pusherFake.settled()
        expect(pusherFake.channels()).toEqual([])
        await pusherFake.settled({ advanceTimers: vi.advanceTimersByTime })
        expect(pusher.connection.state).toBe('connected')
        expect(pusherFake.channel('presence-room')).toMatchObject({ userCount: 1 })
      } finally {
        vi.useRealTimers()
      }
    })

    test('a client that was told to go has gone', async ({ pusherFake }) => {
      const pusher = connect()
      await pusherFake.settled()
      const socketId = pusher.connection.socket_id
      pusher.disconnect()
      await pusherFake.waitForDisconnection({ socketId })
      expect(pusherFake.connections()).not.toContainEqual(expect.objectContaining({ socketId }))
    })
  })

  describe('a fake for each test', () => {
    test('serves a client of the test', async ({ pusherFake }) => {
      const received: unknown[] = []
      connect()
        .subscribe('orders')
        .bind('created', (data: unknown) => received.push(data))
      await expect(pusherFake).toHaveSubscribed('orders')
      pusherFake.trigger('orders', 'created', { id: 1 })
      expect(received).toEqual([{ id: 1 }])
    })

    test('fails an expectation that does not come true', async ({ pusherFake }) => {
      const never = { timeout: 10 }
      await expect(expect(pusherFake).toHaveSubscribed('orders', never)).rejects.toThrow(
        'Expected a subscription to "orders", within 10 ms',
      )
      await expect(expect(pusherFake).not.toHaveNoSubscriptions(never)).rejects.toThrow(
        'Expected not no subscriptions, within 10 ms',
      )
    })

    test('starts clean, and without the clients of the test before', async ({ pusherFake }) => {
      expect(pusherFake.frames({ channel: 'orders' })).toEqual([])
      const mine = connect()
      mine.subscribe('mine')
      await expect(pusherFake).toHaveSubscribed('mine')
      expect(pusherFake.channels().map(({ name }) => name)).not.toContain('orders')
      mine.unsubscribe('mine')
    })

    test('serves the client that the app made at import', async ({ pusherFake }) => {
      const received: unknown[] = []
      atImport.subscribe('news').bind('created', (data: unknown) => received.push(data))
      await expect(pusherFake).toHaveSubscribed('news')
      pusherFake.trigger('news', 'created', 1)
      expect(received).toEqual([1])
      atImport.unsubscribe('news')
      await expect(pusherFake).toHaveNoSubscriptions()
    })

    test('serves it in the next test too', async ({ pusherFake }) => {
      atImport.subscribe('news')
      await expect(pusherFake).toHaveSubscribed('news')
      atImport.unsubscribe('news')
    })

    test("serves the client of an app's module that is imported anew", async ({ pusherFake }) => {
      const before = await import('./app-client.ts')
      vi.resetModules()
      const { pusher } = await import('./app-client.ts')
      pusher.subscribe('orders')
      await expect(pusherFake).toHaveSubscribed('orders')
      pusher.disconnect()
      before.pusher.disconnect()
    })

    const withKey = base.extend({ pusherFakeOptions: { key: 'my-key' } })

    withKey('takes the options of the test', async ({ pusherFake }) => {
      expect(pusherFake.key).toBe('my-key')
      new Client('my-key', { cluster: 'mt1' }).subscribe('orders')
      await expect(pusherFake).toHaveSubscribed('orders')
    })

    test('works while timers are fake', async ({ pusherFake }) => {
      const received: unknown[] = []
      vi.useFakeTimers()
      try {
        connect()
          .subscribe('orders')
          .bind('created', (data: unknown) => received.push(data))
        const subscribed = pusherFake.waitForSubscription('orders')
        // pusher-js defers what it sends by timers of its own, which are the test's to move.
        const moved = (async () => {
          while (pusherFake.channel('orders') === undefined) {
            await vi.advanceTimersByTimeAsync(1)
            await new Promise((resolve) => queueMicrotask(() => resolve(undefined)))
            await realTask()
          }
        })()
        await Promise.all([subscribed, moved])
        pusherFake.trigger('orders', 'created', 1)
        expect(received).toEqual([1])
      } finally {
        vi.useRealTimers()
      }
    })
  })
}

const { port1, port2 } = new MessageChannel()

/** A turn of the event loop that no fake timer holds back. */
function realTask(): Promise<void> {
  return new Promise((resolve) => {
    port1.onmessage = () => resolve()
    port2.postMessage(null)
  })
}
