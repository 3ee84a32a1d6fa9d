import Pusher from 'pusher-js'
import { test } from 'pusher-js-fake/vitest'
import { expect, vi } from 'vitest'

// This build reads the global, and asks it whether there are sockets at all.
test.for<[name: string, stub: unknown]>([
  ['a class', class {}],
  ['an arrow function', () => ({})],
  ['nothing', undefined],
])(
  'a stub of WebSocket that is %s, put over the fake: Pusher connects by a socket',
  async ([, stub], { pusherFake }) => {
    vi.stubGlobal('WebSocket', stub)
    const pusher = new Pusher('app-key', { cluster: 'mt1', enabledTransports: ['ws'] })
    pusher.subscribe('orders')
    await pusherFake.waitForSubscription('orders')
    expect(globalThis.WebSocket).toBe(stub)
    vi.unstubAllGlobals()
  },
)
