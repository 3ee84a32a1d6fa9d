import { afterEach, expect, test, vi } from 'vitest'
import { createPusherFake } from '../../src/index.ts'
import { quietFake } from '../support/raw-client.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

test('every handle ends with its using block', () => {
  const fake = quietFake()
  const heard: string[] = []
  {
    using bob = fake.connect()
    using _latency = fake.faults.silence()
    using _stop = fake.on('connection', ({ socketId }) => heard.push(socketId))
    expect(bob.connected).toBe(true)
    fake.connect()
  }
  fake.connect()
  expect(heard).toHaveLength(1)
  expect(fake.faults.active()).toEqual([])
  expect(fake.connections()).toHaveLength(2)
})

test('where the platform has no Symbol.dispose, no method has the name "undefined"', async () => {
  vi.resetModules()
  const { for: symbolFor } = Symbol
  vi.stubGlobal(
    'Symbol',
    Object.assign(() => {}, { for: symbolFor, iterator: Symbol.iterator }),
  )
  const { asyncDisposeSymbol, disposeSymbol } = await import('../../src/server/dispose-symbol.ts')
  vi.unstubAllGlobals()
  expect(disposeSymbol).toBe(Symbol.for('Symbol.dispose'))
  expect(asyncDisposeSymbol).toBe(Symbol.for('Symbol.asyncDispose'))
  const fake = createPusherFake({ logger: false })
  expect([fake, fake.connect()].map((handle) => 'undefined' in handle)).toEqual([false, false])
})
