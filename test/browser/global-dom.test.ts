import { JSDOM } from 'jsdom'
import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, expect, test } from 'vitest'

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0).reverse()) end()
})

/** Puts globals of jsdom over Node's, as jsdom-global and happy-dom's GlobalRegistrator do in Mocha and node:test. */
function registerDom(...names: readonly string[]): () => void {
  const { window } = new JSDOM('', { url: 'http://app.test/' })
  const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name))
  for (const name of names) {
    const value: unknown = Reflect.get(window, name)
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
  const unregister = () => {
    for (const [index, name] of names.entries()) {
      const descriptor = before[index]
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, descriptor)
    }
    window.close()
  }
  ends.push(unregister)
  return unregister
}

/** Connects, hears an event, and hears its socket close, when what began it all ends. */
async function livesAndCloses(end: () => void, fake: ReturnType<typeof installPusherFake>) {
  const client = new Pusher('app-key', { cluster: 'mt1', enabledTransports: ['ws'] })
  const heard: unknown[] = []
  client.subscribe('orders').bind('created', (order: unknown) => heard.push(order))
  await fake.waitForSubscription('orders')
  fake.trigger('orders', 'created', { id: 1 })
  const closed = new Promise((resolve) => client.connection.bind('disconnected', resolve))
  end()
  await closed
  expect(heard).toEqual([{ id: 1 }])
}

const EVENTS = ['EventTarget', 'Event', 'MessageEvent', 'CloseEvent']
const PAGE = ['window', 'document', 'WebSocket', 'XMLHttpRequest']

test.each([
  ['all that sockets are made of', [...PAGE, ...EVENTS]],
  ['no CloseEvent, as jsdom-global', [...PAGE, ...EVENTS.slice(0, 3)]],
])('a DOM that is there before the fake, with %s, and goes at once after it', async (_, names) => {
  const unregister = registerDom(...names)
  const fake = installPusherFake({ Pusher, logger: false })
  await livesAndCloses(() => {
    fake.uninstall()
    unregister()
  }, fake)
})

test('a DOM that comes after the fake, and goes before it', async () => {
  const fake = installPusherFake({ Pusher, logger: false })
  ends.push(() => fake.uninstall())
  const unregister = registerDom(...PAGE, ...EVENTS)
  await livesAndCloses(() => {
    unregister()
    fake.uninstall()
  }, fake)
})
