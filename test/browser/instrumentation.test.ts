import { JSDOM } from 'jsdom'
import Pusher from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake, type Realm } from 'pusher-js-fake/browser'
import { afterEach, describe, expect, test } from 'vitest'
import { changes, descriptorsOf } from '../support/descriptors.ts'

type Window = Realm & typeof globalThis
type Construct = new (...args: [string | URL, (string | string[])?]) => WebSocket
/** Notes what goes by, and stops: puts back what it has replaced, if that is its own still. */
type Instrument = (window: Window, note: (what: string) => void) => () => void

const APP = 'wss://ws-mt1.pusher.com'

/** As Sentry's `fill`, and every agent that patches methods, does it. */
const methods: Instrument = ({ WebSocket: { prototype } }, note) => {
  const { send, close } = prototype
  const mine = {
    send(this: WebSocket, data: string) {
      note(`send ${JSON.parse(data).event}`)
      send.call(this, data)
    },
    close(this: WebSocket, ...args: []) {
      note('close')
      close.apply(this, args)
    },
  }
  Object.assign(prototype, mine)
  return () => {
    if (prototype.send === mine.send) prototype.send = send
    if (prototype.close === mine.close) prototype.close = close
  }
}

const accessors: Instrument = ({ WebSocket: { prototype } }, note) => {
  const before = Object.getOwnPropertyDescriptor(prototype, 'onmessage') ?? {}
  Object.defineProperty(prototype, 'onmessage', {
    ...before,
    set(this: WebSocket, handler: (event: MessageEvent<string>) => void) {
      before.set?.call(this, (event: MessageEvent<string>) => {
        note(`message ${JSON.parse(event.data).event}`)
        return handler.call(this, event)
      })
    },
  })
  return () => Object.defineProperty(prototype, 'onmessage', before)
}

/** A socket's own, as nobody has it on the prototype. */
const listeners: Instrument = ({ EventTarget, WebSocket: { prototype } }, note) => {
  prototype.addEventListener = function addEventListener(...args: [never, never]) {
    note(`listen ${args[0]}`)
    EventTarget.prototype.addEventListener.apply(this, args)
  }
  return () => void Reflect.deleteProperty(prototype, 'addEventListener')
}

function watch(socket: WebSocket, note: (what: string) => void): void {
  note(`construct ${new URL(socket.url).origin}`)
  socket.addEventListener('message', ({ data }) => note(`message ${JSON.parse(data).event}`))
}

function replaced(window: Window, make: (original: Construct) => Construct): () => void {
  const original = window.WebSocket
  const mine = make(original) as typeof WebSocket
  window.WebSocket = mine
  return () => {
    if (window.WebSocket === mine) window.WebSocket = original
  }
}

const proxy: Instrument = (window, note) =>
  replaced(
    window,
    (original) =>
      new Proxy(original, {
        construct(target, args, newTarget) {
          const socket: WebSocket = Reflect.construct(target, args, newTarget)
          watch(socket, note)
          return socket
        },
      }),
  )

/** As New Relic's agent does it. */
const subclass: Instrument = (window, note) =>
  replaced(
    window,
    (original) =>
      class extends original {
        constructor(...args: ConstructorParameters<Construct>) {
          super(...args)
          watch(this, note)
        }
        override send(data: string) {
          note(`send ${JSON.parse(data).event}`)
          super.send(data)
        }
      },
  )

/** As Datadog RUM does it: a function that takes over the prototype and its `constructor`. */
const wrapper: Instrument = (window, note) => {
  const { constructor: theirs } = Object.getOwnPropertyDescriptors(window.WebSocket.prototype)
  const { prototype } = window.WebSocket
  const stop = replaced(window, (original) => {
    function Wrapper(...args: unknown[]): WebSocket {
      const asked = new.target as unknown as Construct
      const newTarget = asked === Wrapped ? original : asked
      const socket: WebSocket = Reflect.construct(original, args, newTarget)
      watch(socket, note)
      return socket
    }
    const Wrapped = Wrapper as unknown as Construct
    Object.setPrototypeOf(Wrapped, original)
    Wrapped.prototype = original.prototype
    Object.defineProperty(prototype, 'constructor', { ...theirs, value: Wrapped })
    return Wrapped
  })
  return () => {
    stop()
    Object.defineProperty(prototype, 'constructor', theirs)
  }
}

const connects = `construct ${APP}`
const greeted = 'message pusher:connection_established'
const subscribes = 'send pusher:subscribe'
const created = 'message created'
const instruments: Record<string, [instrument: Instrument, sees: string[]]> = {
  'send and close of the prototype': [methods, [subscribes, 'close']],
  'onmessage of the prototype': [accessors, [greeted, created]],
  'addEventListener of the prototype': [listeners, ['listen message']],
  'a Proxy of the class': [proxy, [connects, greeted, created]],
  'a subclass in its place': [subclass, [connects, greeted, subscribes, created]],
  'a function in its place': [wrapper, [connects, greeted, created]],
}

function openJsdom(): { window: Window; close(): void } {
  const { window } = new JSDOM('', { url: 'http://app.test/' })
  return { window: window as unknown as Window, close: () => window.close() }
}

const realms: Record<string, () => { window: Window; close(): void }> = {
  Node: () => ({ window: globalThis as Window, close() {} }),
  jsdom: openJsdom,
}

/** What the real client does, and a listener of its app's. */
async function useClient(fake: ReturnType<typeof createPusherFake>, window: Window): Promise<void> {
  const client = new Pusher('app-key', { cluster: 'mt1' })
  const received = new Promise((resolve) => client.subscribe('orders').bind('created', resolve))
  const socket = new window.WebSocket(`${APP}/app/app-key?protocol=7`)
  const opened = new Promise((resolve) => socket.addEventListener('message', resolve))
  await fake.waitForSubscription('orders')
  await opened
  expect(socket).toBeInstanceOf(window.WebSocket)
  fake.trigger('orders', 'created', 1)
  await received
  client.disconnect()
  socket.close()
}

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

describe.each(Object.entries(realms))('in %s', (_, open) => {
  describe.each(Object.entries(instruments))('%s', (__, [instrument, sees]) => {
    test.each(['theirs first', 'ours first'])(
      'that comes after the fake sees its traffic, and %s goes without a trace',
      async (order) => {
        const { window, close } = open()
        const before = descriptorsOf(window, Object(Pusher).Runtime)
        const fake = createPusherFake({ logger: false })
        const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
        ends.push(uninstall, () => fake.close(), close)
        const seen: string[] = []
        const stop = instrument(window, (what) => seen.push(what))
        await useClient(fake, window)
        expect(seen).toEqual(expect.arrayContaining(sees))
        if (order === 'theirs first') stop()
        uninstall()
        if (order === 'ours first') stop()
        expect(changes(before, descriptorsOf(window, Object(Pusher).Runtime))).toEqual([])
      },
    )

    test.each(['ours first', 'theirs first'])(
      'that came before the fake is left as it is, and %s goes without a trace',
      async (order) => {
        const { window, close } = open()
        const before = descriptorsOf(window)
        const stop = instrument(window, () => {})
        const instrumented = descriptorsOf(window)
        const fake = createPusherFake({ logger: false })
        const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
        ends.push(uninstall, () => fake.close(), close)
        await useClient(fake, window)
        if (order === 'theirs first') stop()
        uninstall()
        if (order === 'ours first') {
          expect(changes(instrumented, descriptorsOf(window))).toEqual([])
          stop()
          expect(changes(before, descriptorsOf(window))).toEqual([])
        }
      },
    )
  })
})

test.each(['theirs first', 'ours first'])(
  'what others put over fetch, requests and scripts goes with ours in any order: %s',
  (order) => {
    const { window, close } = openJsdom()
    window.fetch = globalThis.fetch
    const before = descriptorsOf(window)
    const fake = createPusherFake({ logger: false })
    const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
    ends.push(uninstall, () => fake.close(), close)
    const { fetch, XMLHttpRequest } = window
    window.fetch = (...args) => fetch(...args)
    window.XMLHttpRequest = class extends XMLHttpRequest {}
    const { prototype } = window.HTMLScriptElement
    const src = Object.getOwnPropertyDescriptor(prototype, 'src') ?? {}
    Object.defineProperty(prototype, 'src', { ...src, set: (value) => src.set?.(value) })
    const stop = () => {
      Object.assign(window, { fetch, XMLHttpRequest })
      Object.defineProperty(prototype, 'src', src)
    }
    if (order === 'theirs first') stop()
    uninstall()
    if (order === 'ours first') stop()
    // What was put back by its descriptor leaves at its next use.
    window.document.createElement('script').src = 'http://app.test/app.js'
    expect(changes(before, descriptorsOf(window))).toEqual([])
  },
)

test('one that puts back what was there before ours, over ours, leaves no trace of ours', () => {
  const { window, close } = openJsdom()
  const before = descriptorsOf(window)
  const { WebSocket, XMLHttpRequest } = window
  const fake = createPusherFake({ logger: false })
  const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
  ends.push(uninstall, () => fake.close(), close)
  Object.assign(window, { WebSocket, XMLHttpRequest })
  uninstall()
  expect(changes(before, descriptorsOf(window))).toEqual([])
})

test('who patches dispatchEvent before WebSocket was read is not asked for a socket of the fake', async () => {
  const { window, close } = openJsdom()
  const fake = createPusherFake({ logger: false })
  const { uninstall } = installPusherFake({ realm: window, fake })
  ends.push(uninstall, () => fake.close(), close)
  const seen: string[] = []
  const { dispatchEvent } = window.EventTarget.prototype
  window.EventTarget.prototype.dispatchEvent = function patched(event) {
    seen.push(event.type)
    return dispatchEvent.call(this, event)
  }
  const socket = new window.WebSocket(`${APP}/app/app-key?protocol=7`)
  await new Promise((resolve) => socket.addEventListener('message', resolve))
  expect(seen).toEqual([])
})
