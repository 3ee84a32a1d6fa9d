import { spawnSync } from 'node:child_process'
import { JSDOM } from 'jsdom'
import Pusher from 'pusher-js'
import { createPusherFake } from 'pusher-js-fake'
import { installPusherFake, type Realm } from 'pusher-js-fake/browser'
import { withPusherFake } from 'pusher-js-fake/storybook'
import type { Renderer, StoryContext } from 'storybook/internal/csf'
import { describe, expect, test } from 'vitest'
import { changes, descriptorsOf } from '../support/descriptors.ts'

type Window = Realm & typeof globalThis

const fixed = (name: string) => (window: Window) => {
  const value: unknown = Reflect.get(window, name)
  Object.defineProperty(window, name, { value, configurable: false, writable: false })
}

const refused: [what: string, named: string, freeze: (window: Window) => unknown][] = [
  ['a WebSocket that is fixed', '"WebSocket"', fixed('WebSocket')],
  [
    'a WebSocket behind a fixed getter',
    '"WebSocket"',
    (window) => {
      const { WebSocket } = window
      Object.defineProperty(window, 'WebSocket', { get: () => WebSocket, configurable: false })
    },
  ],
  [
    'a WebSocket whose fixed setter takes nothing',
    '"WebSocket"',
    (window) => {
      const { WebSocket } = window
      const shape = { get: () => WebSocket, set() {}, configurable: false }
      Object.defineProperty(window, 'WebSocket', shape)
    },
  ],
  [
    'a fetch that is fixed',
    '"fetch"',
    (window) => {
      window.fetch = globalThis.fetch
      fixed('fetch')(window)
    },
  ],
  ['an XMLHttpRequest that is fixed', '"XMLHttpRequest"', fixed('XMLHttpRequest')],
  [
    'the prototype of scripts',
    '"HTMLScriptElement.prototype.src"',
    (window) => Object.freeze(window.HTMLScriptElement.prototype),
  ],
]

const served: [what: string, freeze: (window: Window) => unknown][] = [
  ['the class', ({ WebSocket }) => Object.freeze(WebSocket)],
  ['its prototype', ({ WebSocket }) => Object.freeze(WebSocket.prototype)],
  ['the class of requests', (window) => Object.freeze(window.XMLHttpRequest)],
  ['the prototype of requests', (window) => Object.freeze(window.XMLHttpRequest.prototype)],
  [
    'events and their targets',
    ({ EventTarget, Event, MessageEvent }) => {
      for (const { prototype } of [EventTarget, Event, MessageEvent]) Object.freeze(prototype)
    },
  ],
  [
    'a WebSocket behind a fixed setter',
    (window) => {
      let { WebSocket } = window
      Object.defineProperty(window, 'WebSocket', {
        get: () => WebSocket,
        set(value) {
          WebSocket = value
        },
        configurable: false,
      })
    },
  ],
]

function opened(freeze: (window: Window) => unknown): { window: Window; close(): void } {
  const { window } = new JSDOM('', { url: 'http://app.test/' })
  const realm = window as unknown as Window
  freeze(realm)
  return { window: realm, close: () => window.close() }
}

describe('what is frozen before the install', () => {
  test.each(refused)('%s is told by name, and nothing stays replaced', (_, named, freeze) => {
    const { window, close } = opened(freeze)
    const fake = createPusherFake({ logger: false })
    const before = descriptorsOf(window, Object(Pusher).Runtime)
    const install = () => installPusherFake({ realm: window, fake, Pusher })
    expect(install).toThrow(
      expect.objectContaining({
        name: 'PusherFakeError',
        code: 'frozen_global',
        message: expect.stringMatching(new RegExp(`${named} cannot be replaced.*Install the fake`)),
      }),
    )
    // The second as the first: it has left nothing behind that would count.
    expect(install).toThrow(expect.objectContaining({ code: 'frozen_global' }))
    expect(changes(before, descriptorsOf(window, Object(Pusher).Runtime))).toEqual([])
    close()
  })

  test.each(served)('%s does no harm', async (_, freeze) => {
    const { window, close } = opened(freeze)
    const before = descriptorsOf(window, Object(Pusher).Runtime)
    const fake = createPusherFake({ logger: false })
    const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
    const received: unknown[] = []
    const client = new Pusher('app-key', { cluster: 'mt1' })
    client.subscribe('orders').bind('created', (data: unknown) => received.push(data))
    await fake.waitForSubscription('orders')
    fake.trigger('orders', 'created', 1)
    client.disconnect()
    uninstall()
    expect(received).toEqual([1])
    expect(changes(before, descriptorsOf(window, Object(Pusher).Runtime))).toEqual([])
    fake.close()
    close()
  })
})

test('what is frozen while the fake is there has the original again', () => {
  const { window, close } = opened(() => {})
  const { WebSocket, fetch, XMLHttpRequest } = window
  const fake = createPusherFake({ logger: false })
  const { uninstall } = installPusherFake({ realm: window, fake, Pusher })
  Object.freeze(window.WebSocket)
  Object.freeze(window.WebSocket.prototype)
  Object.freeze(window.HTMLScriptElement.prototype)
  for (const name of ['WebSocket', 'XMLHttpRequest']) {
    Object.defineProperty(window, name, { configurable: false })
  }
  uninstall()
  expect([window.WebSocket, window.fetch, window.XMLHttpRequest]).toEqual([
    WebSocket,
    fetch,
    XMLHttpRequest,
  ])
  fake.close()
  close()
})

const TOLD = /^frozen_global .*created "\w+" cannot be replaced.*Install the fake before/

test.each([
  ['freeze', TOLD],
  // What can be assigned to can be replaced.
  ['seal', /^installed .*created$/],
  ['preventExtensions', /^installed .*created$/],
] as const)(
  'Object.%s(globalThis) in a process does no harm to a fake without an install',
  (freeze, says) => {
    const script = `
      import { createPusherFake } from 'pusher-js-fake'
      import { installPusherFake } from 'pusher-js-fake/browser'
      Object.${freeze}(globalThis)
      const fake = createPusherFake({ logger: false })
      const peer = fake.connect()
      await peer.subscribe('orders')
      fake.trigger('orders', 'created', 1)
      const received = peer.received.map(({ event }) => event)
      try {
        installPusherFake({ fake }).uninstall()
        process.stdout.write('installed ' + received)
      } catch ({ code, message }) {
        process.stdout.write(code + ' ' + received + ' ' + message.split(': ').slice(1).join(': '))
      }
    `
    const args = ['--input-type=module', '--eval', script]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toMatch(says)
  },
)

test('the fixture of Vitest, a story and the install say so in a process whose WebSocket is fixed', async () => {
  // For good: this file has a process of its own.
  fixed('WebSocket')(globalThis as Window)
  const before = descriptorsOf(globalThis, Object(Pusher).Runtime)
  const frozen = expect.objectContaining({ name: 'PusherFakeError', code: 'frozen_global' })
  await expect(import('pusher-js-fake/vitest')).rejects.toEqual(frozen)
  expect(() => installPusherFake({ logger: false })).toThrow(frozen)
  const story = { id: 'bell', canvasElement: {}, parameters: {}, abortSignal: AbortSignal.abort() }
  const decorate = () => withPusherFake(() => undefined, story as unknown as StoryContext<Renderer>)
  expect(decorate).toThrow(frozen)
  expect(changes(before, descriptorsOf(globalThis, Object(Pusher).Runtime))).toEqual([])
})
