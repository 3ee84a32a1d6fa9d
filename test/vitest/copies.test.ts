import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import AppPusher from 'pusher-js'
import WrapperPusher from 'pusher-js-7'
import { test as base } from 'pusher-js-fake/vitest'
import { expect } from 'vitest'

// A wrapper brings a copy of its own, beside the one that the fixture imports.
const COPIES = { "the app's": AppPusher, "a wrapper's": WrapperPusher }

const test = base.extend({ pusherFakeOptions: { user: { id: 'ada' } } })

test.for(Object.entries(COPIES))(
  '%s copy is served, whatever its host',
  async ([, Copy], { pusherFake }) => {
    const dialled: unknown[] = []
    const server = createServer((socket) => dialled.push(socket.destroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port: wsPort } = server.address() as AddressInfo
    const local = { wsHost: '127.0.0.1', wsPort, forceTLS: false, enabledTransports: ['ws'] }
    const pusher = new Copy('app-key', { cluster: 'mt1', ...(local as object) })
    pusher.subscribe('presence-room')
    await expect(pusherFake).toHaveMember('presence-room', 'ada')
    expect(dialled).toEqual([])
    server.close()
  },
)

test('clients of every copy end with their test', () => {
  const states = Object.values(COPIES).map(({ instances }) =>
    instances.map(({ connection }) => connection.state),
  )
  expect(states).toEqual([['disconnected'], ['disconnected']])
})
