import dns from 'node:dns'
import { mock } from 'node:test'
import { promisify } from 'node:util'
import Pusher from 'pusher-js'
import { answerAuthRequests, installPusherFake } from 'pusher-js-fake/browser'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { changes, descriptorsOf } from '../support/descriptors.ts'

type Methods = Record<string, () => unknown>
/** Puts a function in a property's place. @returns puts back what was there */
type Spy = (owner: object, name: string, stub?: () => unknown) => () => void

const before: Record<string, Spy> = {
  'node:test'(owner, name, stub) {
    const called = stub ?? Reflect.get(owner, name)
    const { mock: context } = mock.method(owner as Methods, name, called)
    return () => context.restore()
  },
  Vitest(owner, name, stub) {
    const spy = vi.spyOn(owner as Methods, name)
    if (stub !== undefined) spy.mockImplementation(stub)
    return () => spy.mockRestore()
  },
}

const after: Record<string, Spy> = {
  'node:test'(owner, name, stub = () => undefined) {
    const { mock: context } = mock.getter(owner as Methods, name, () => stub)
    return () => context.restore()
  },
  Vitest: Object(before).Vitest,
}

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

function install() {
  const fake = installPusherFake({ Pusher, logger: false })
  const stop = answerAuthRequests(fake, { user: { id: 'ada' }, Pusher })
  const end = () => {
    stop()
    fake.uninstall()
  }
  ends.push(end)
  return { fake, end }
}

async function authorized({ fake }: ReturnType<typeof install>): Promise<void> {
  const client = new Pusher('app-key', { cluster: 'mt1', enabledTransports: ['ws'] })
  client.subscribe('private-orders')
  await fake.waitForSubscription('private-orders')
  client.disconnect()
  await fake.waitForDisconnection()
}

// Node defines a global when it is read first.
await Promise.all([fetch, WebSocket])
const originals = descriptorsOf(globalThis, Object(Pusher).Runtime)
const left = () => changes(originals, descriptorsOf(globalThis, Object(Pusher).Runtime))

const orders = ['theirs first', 'ours first'] as const

describe.each(Object.entries(before))('%s before the fake', (_, spy) => {
  test.each(orders)(
    'spies on WebSocket: Pusher connects, and %s goes without a trace',
    async (order) => {
      const restore = spy(globalThis, 'WebSocket')
      const installed = install()
      await authorized(installed)
      if (order === 'theirs first') restore()
      installed.end()
      if (order === 'ours first') restore()
      expect(left()).toEqual([])
    },
  )

  test('mocks fetch, and is asked what it was called with', async () => {
    const restore = spy(globalThis, 'fetch', () => 'fetched')
    const installed = install()
    expect(fetch('http://app.test/')).toBe('fetched')
    await authorized(installed)
    const { calls } = Reflect.get(fetch, 'mock') as { calls: unknown[] }
    expect(calls).toHaveLength(1)
    installed.end()
    restore()
    expect(left()).toEqual([])
  })
})

describe.each(Object.entries(after))('%s after the fake', (_, spy) => {
  test.each(orders)('mocks what the fake stands in, and %s goes without a trace', async (order) => {
    const installed = install()
    const restore = [
      spy(globalThis, 'fetch', () => 'fetched'),
      spy(dns, 'lookup', () => 'looked up'),
    ]
    expect(fetch('http://app.test/')).toBe('fetched')
    expect(Reflect.apply(dns.lookup, dns, [])).toBe('looked up')
    await authorized(installed)
    if (order === 'ours first') installed.end()
    for (const step of restore) step()
    installed.end()
    // What was put back by its descriptor leaves at its next use.
    expect([fetch, dns.lookup].map((value) => typeof value)).toEqual(['function', 'function'])
    expect(left()).toEqual([])
  })
})

test('a mock of fetch that was there before the fake is told what to answer', async () => {
  const stub = vi.fn<(url: string) => unknown>()
  vi.stubGlobal('fetch', stub)
  ends.push(() => vi.unstubAllGlobals())
  const installed = install()
  vi.mocked(fetch).mockReturnValueOnce(Object('an answer'))
  expect(String(fetch('http://app.test/api'))).toBe('an answer')
  await authorized(installed)
  expect(fetch).toHaveBeenCalledExactlyOnceWith('http://app.test/api')
  installed.end()
  expect(globalThis.fetch).toBe(stub)
})

test('a look-up as a promise gives what Node gives', async () => {
  install()
  expect(await promisify(dns.lookup)('127.0.0.1')).toEqual({ address: '127.0.0.1', family: 4 })
})

test('who assigns to an accessor that was there before finds it in its place', () => {
  const native = { ...Object.getOwnPropertyDescriptor(globalThis, 'fetch') }
  let current = fetch
  const accessor = {
    get: () => current,
    set: (value: typeof fetch) => {
      current = value
    },
    configurable: true,
    enumerable: true,
  }
  Object.defineProperty(globalThis, 'fetch', accessor)
  ends.push(() => void Object.defineProperty(globalThis, 'fetch', native))
  const platforms = fetch
  globalThis.fetch = vi.fn<typeof fetch>()
  const { end } = install()
  globalThis.fetch = platforms
  end()
  expect(Object.getOwnPropertyDescriptor(globalThis, 'fetch')).toEqual(accessor)
  expect(fetch).toBe(platforms)
})
