import { Server } from 'mock-socket'
import Pusher from 'pusher-js'
import { type InstalledPusherFake, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, describe, expect, test, vi } from 'vitest'
import WS from 'vitest-websocket-mock'

let fake: InstalledPusherFake | undefined
const clients: Pusher[] = []

afterEach(() => {
  WS.clean()
  for (const client of clients.splice(0)) client.disconnect()
  fake?.uninstall()
  fake = undefined
  vi.unstubAllGlobals()
})

/** Connected by a socket: pusher-js would take seconds to try its fallback. */
async function connected(): Promise<void> {
  const pusher = new Pusher('app-key', { cluster: 'mt1', enabledTransports: ['ws'] })
  clients.push(pusher)
  await new Promise((resolve) => pusher.connection.bind('connected', resolve))
}

const install = () => {
  fake = installPusherFake({ Pusher, logger: false })
}

class StubSocket {
  static readonly urls: string[] = []
  constructor(url: string) {
    StubSocket.urls.push(url)
  }
  greet(): string {
    return 'a stub'
  }
}

const stubs: [name: string, stub: unknown][] = [
  ['a class', StubSocket],
  ['an arrow function', () => ({})],
  ['a mock function', vi.fn(class {})],
  ['nothing', undefined],
]

describe.each(stubs)('a stub of WebSocket that is %s', (_, stub) => {
  test('before the fake: Pusher connects', async () => {
    const native = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')
    vi.stubGlobal('WebSocket', stub)
    install()
    await connected()
    fake?.uninstall()
    expect(globalThis.WebSocket).toBe(stub)
    vi.unstubAllGlobals()
    expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(native)
  })

  test('after the fake: Pusher connects, and the stub stays', async () => {
    install()
    vi.stubGlobal('WebSocket', stub)
    await connected()
    expect(globalThis.WebSocket).toBe(stub)
  })
})

test("a stub's own sockets are made by it", () => {
  vi.stubGlobal('WebSocket', StubSocket)
  install()
  const socket = new WebSocket('ws://other.test/') as unknown as StubSocket
  expect(socket).toBeInstanceOf(StubSocket)
  expect(socket).toBeInstanceOf(WebSocket)
  expect(socket.greet()).toBe('a stub')
  expect(StubSocket.urls).toEqual(['ws://other.test/'])
})

test.each(['before', 'after'])('mock-socket that replaces WebSocket %s the fake', async (order) => {
  const native = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')
  if (order === 'after') install()
  const server = new Server('ws://other.test/')
  if (order === 'before') install()
  server.on('connection', (socket) => socket.send('hello'))
  const socket = new WebSocket('ws://other.test/')
  const greeting = new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data)
  })
  expect(await greeting).toBe('hello')
  await connected()
  if (order === 'after') fake?.uninstall()
  server.stop()
  fake?.uninstall()
  if (order === 'after') {
    expect(Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')).toEqual(native)
  } else {
    // Its `stop` has put back what it found, and the fake leaves that, with nothing of its own about it.
    const { value, writable } = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket') ?? {}
    expect([value, writable]).toEqual([native?.value ?? native?.get?.(), true])
  }
})

test('vitest-websocket-mock serves its URL, and the fake serves Pusher', async () => {
  install()
  const server = new WS('ws://other.test/')
  const socket = new WebSocket('ws://other.test/')
  await server.connected
  socket.send('hello')
  await expect(server).toReceiveMessage('hello')
  await connected()
})

const greets = (url: string): void =>
  void new WS(url).on('connection', (socket) => socket.send('hello'))

function greetingOf(url: string): Promise<unknown> {
  const socket = new WebSocket(url)
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => resolve(data)
  })
}

test.each(['before', 'after'])(
  'vitest-websocket-mock that came %s the fake is cleaned up and set up again beside it',
  async (order) => {
    if (order === 'after') install()
    greets('ws://other.test/')
    if (order === 'before') install()
    expect(await greetingOf('ws://other.test/')).toBe('hello')
    await connected()
    WS.clean()
    await connected()
    greets('ws://another.test/')
    expect(await greetingOf('ws://another.test/')).toBe('hello')
    await connected()
    fake?.uninstall()
    expect(await greetingOf('ws://another.test/')).toBe('hello')
  },
)
