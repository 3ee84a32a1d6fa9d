import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { installPusherFake, type Realm } from 'pusher-js-fake/browser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const URL_OF_APP = 'wss://ws-mt1.pusher.com/app/app-key?protocol=7'

/** What https://websockets.spec.whatwg.org says of the sockets that a realm's app gets. */
export function webSocketCases(name: string, realmOf: () => Realm & typeof globalThis): void {
  describe(name, () => {
    let realm: Realm & typeof globalThis
    let fake: PusherFake
    let uninstall: () => void

    beforeEach(() => {
      realm = realmOf()
      fake = createPusherFake({ logger: false })
      uninstall = installPusherFake({ realm, fake, Pusher: NO_PUSHER }).uninstall
    })
    afterEach(() => {
      uninstall()
      fake.close()
    })

    const next = (socket: WebSocket, type: string) =>
      new Promise<Event>((resolve) => socket.addEventListener(type, resolve, { once: true }))

    async function opened(): Promise<WebSocket> {
      const socket = new realm.WebSocket(URL_OF_APP)
      await next(socket, 'message')
      return socket
    }

    test('a socket is connecting, then open, and its events are of the realm', async () => {
      const socket = new realm.WebSocket(URL_OF_APP)
      const states = [socket.readyState]
      const open = await next(socket, 'open')
      states.push(socket.readyState)
      const message = (await next(socket, 'message')) as MessageEvent<string>
      expect(states).toEqual([0, 1])
      expect(open).toBeInstanceOf(realm.Event)
      expect(open.target).toBe(socket)
      expect(message).toBeInstanceOf(realm.MessageEvent)
      expect(message.origin).toBe('wss://ws-mt1.pusher.com')
      expect(JSON.parse(message.data).event).toBe('pusher:connection_established')
      expect([socket.url, socket.protocol, socket.extensions, socket.bufferedAmount]).toEqual([
        URL_OF_APP,
        '',
        '',
        0,
      ])
    })

    test('listeners work as on any EventTarget: once, signal, handleEvent', async () => {
      const socket = await opened()
      const heard: string[] = []
      const abort = new AbortController()
      const { signal } = realm.AbortController ? new realm.AbortController() : abort
      socket.addEventListener('message', () => heard.push('once'), { once: true })
      socket.addEventListener('message', { handleEvent: () => heard.push('object') })
      socket.addEventListener('message', () => heard.push('signal'), { signal })
      fake.faults.sendRaw('1')
      fake.faults.sendRaw('2')
      expect(heard).toEqual(['once', 'object', 'signal', 'object', 'signal'])
    })

    test('a handler keeps its place when it is replaced, and null takes it away', async () => {
      const socket = await opened()
      const heard: string[] = []
      socket.onmessage = () => heard.push('first')
      socket.addEventListener('message', () => heard.push('listener'))
      socket.onmessage = () => heard.push('second')
      fake.faults.sendRaw('1')
      socket.onmessage = null
      expect(socket.onmessage).toBeNull()
      fake.faults.sendRaw('2')
      expect(heard).toEqual(['second', 'listener', 'listener'])
    })

    test('a handler alone gets a MessageEvent as any listener does', async () => {
      const socket = new realm.WebSocket(URL_OF_APP)
      const event = await new Promise<MessageEvent<string>>((resolve) => {
        socket.onmessage = resolve
      })
      expect(event).toBeInstanceOf(realm.MessageEvent)
      expect(event).toBeInstanceOf(realm.Event)
      expect(Object.prototype.toString.call(event)).toBe('[object MessageEvent]')
      // The dispatch is over.
      expect([event.type, event.target, event.currentTarget, event.origin]).toEqual([
        'message',
        socket,
        null,
        'wss://ws-mt1.pusher.com',
      ])
      expect(JSON.parse(event.data).event).toBe('pusher:connection_established')
      event.preventDefault()
      expect([event.defaultPrevented, event.composedPath()]).toEqual([false, []])
    })

    test('send before open throws', () => {
      const socket = new realm.WebSocket(URL_OF_APP)
      expect(() => socket.send('x')).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    })

    test('send after close is silent', async () => {
      const socket = await opened()
      socket.close()
      socket.send('{"event":"pusher:ping"}')
      await next(socket, 'close')
      expect(fake.frames({ direction: 'in' })).toEqual([])
    })

    test.each([1001, 2999, 5000])('close code %i is refused', async (code) => {
      const socket = await opened()
      expect(() => socket.close(code)).toThrow(
        expect.objectContaining({ name: 'InvalidAccessError' }),
      )
      expect(() => socket.close(3000, 'x'.repeat(124))).toThrow(
        expect.objectContaining({ name: 'SyntaxError' }),
      )
    })

    test.each<[[number?, string?], number, string]>([
      [[], 1005, ''],
      [[1000], 1000, ''],
      [[4242, 'bye'], 4242, 'bye'],
    ])('close(%j) ends it cleanly, once', async (args, code, reason) => {
      const socket = await opened()
      const closed = next(socket, 'close')
      socket.close(...args)
      expect(socket.readyState).toBe(2)
      socket.close(3000)
      expect(await closed).toMatchObject({ code, reason, wasClean: true })
      expect(socket.readyState).toBe(3)
      expect(fake.connections()).toEqual([])
    })

    test('close while connecting fails the handshake: error, then close 1006', async () => {
      const socket = new realm.WebSocket(URL_OF_APP)
      const heard: string[] = []
      socket.onerror = () => heard.push('error')
      const closed = next(socket, 'close')
      socket.close()
      expect(await closed).toMatchObject({ code: 1006, wasClean: false })
      expect(heard).toEqual(['error'])
      expect(fake.connections()).toEqual([])
    })

    test('a refused connection: error, then close 1006, never open', async () => {
      fake.faults.refuseConnections()
      const socket = new realm.WebSocket(URL_OF_APP)
      const heard: string[] = []
      for (const type of ['open', 'error', 'close']) {
        socket.addEventListener(type, () => heard.push(type))
      }
      await next(socket, 'close')
      expect(heard).toEqual(['error', 'close'])
    })

    test('a lost network closes an open socket with 1006', async () => {
      const socket = await opened()
      const closed = next(socket, 'close')
      fake.faults.disconnect()
      expect(await closed).toMatchObject({ code: 1006, wasClean: false })
    })

    test('frames that were sent before a close arrive before it', async () => {
      const socket = await opened()
      const closed = next(socket, 'close')
      const heard: unknown[] = []
      socket.onmessage = ({ data }) => heard.push(data)
      fake.faults.sendRaw('last words')
      fake.faults.disconnect({ code: 4000 })
      await closed
      expect(heard).toEqual(['last words'])
    })

    test('binary frames are answered as what they are', async () => {
      const socket = await opened()
      socket.send(new Uint8Array([1, 2]).buffer)
      const { data } = (await next(socket, 'message')) as MessageEvent<string>
      expect(JSON.parse(data)).toEqual({
        event: 'pusher:error',
        data: { code: null, message: 'Binary frames are not supported' },
      })
    })

    test("an app's own subclass of a subclass stays what it is", async () => {
      class AppSocket extends realm.WebSocket {
        greet(): string {
          return `hello from ${this.url}`
        }
      }
      class LoudSocket extends AppSocket {
        override greet(): string {
          return super.greet().toUpperCase()
        }
      }
      const socket = new LoudSocket(URL_OF_APP)
      await next(socket, 'open')
      expect(socket.greet()).toBe(`hello from ${URL_OF_APP}`.toUpperCase())
      expect(socket).toBeInstanceOf(realm.WebSocket)
    })
  })
}

/** Stands in for pusher-js where a test speaks to the socket itself. */
const NO_PUSHER = { Runtime: { createWebSocket: () => undefined } }
