import { expect, test } from 'vitest'
import type { FrameRecord } from '../../src/index.ts'
import { parseConnectionUrl } from '../../src/protocol/connection-url.ts'
import { APP_URL, quietFake, RawClient } from '../support/raw-client.ts'

test('a listener that throws harms neither the service nor the other listeners', () => {
  const logged: string[] = []
  const fake = quietFake({ logger: (message) => logged.push(message) })
  const heard: string[] = []
  fake.on('connection', () => {
    throw new Error('boom')
  })
  fake.on('connection', ({ socketId }) => heard.push(socketId))
  const client = new RawClient(fake)
  expect(heard).toEqual([client.socketId])
  expect(client.subscribe('orders')).toHaveLength(1)
  expect(logged).toEqual(['[pusher-js-fake] A listener threw: Error: boom'])
})

test('a listener that was stopped hears no more', () => {
  const fake = quietFake()
  const heard: string[] = []
  const stop = fake.on('connection', ({ socketId }) => heard.push(socketId))
  const first = new RawClient(fake)
  stop()
  stop()
  new RawClient(fake)
  expect(heard).toEqual([first.socketId])
})

test('one listener can listen to two events', () => {
  const fake = quietFake()
  const heard: unknown[] = []
  fake.on('subscription', (event) => heard.push(event.channel))
  fake.on('unsubscription', (event) => heard.push(event.channel))
  const client = new RawClient(fake)
  client.subscribe('orders')
  client.close()
  expect(heard).toEqual(['orders', 'orders'])
})

test('frame listeners hear each frame as the log has it', () => {
  const fake = quietFake()
  const heard: FrameRecord[] = []
  fake.on('frame', (frame) => heard.push(frame))
  const client = new RawClient(fake)
  client.subscribe('orders')
  client.sendRaw('{oops')
  expect(heard).toHaveLength(5)
  expect(heard).toEqual(fake.frames())
})

test('a frame listener hears why a frame was refused, before the answer', () => {
  const fake = quietFake()
  const heard: FrameRecord[] = []
  const client = new RawClient(fake)
  fake.on('frame', (frame) => heard.push(frame))
  client.subscribe('a b')
  expect(heard.map(({ direction, event }) => [direction, event])).toEqual([
    ['in', 'pusher:subscribe'],
    ['out', 'pusher:error'],
  ])
  expect(heard[0]?.problem).toMatch(/^Invalid channel name/)
})

test('a socket that fails while it is answered does not silence frame listeners', () => {
  const fake = quietFake()
  const heard: string[] = []
  let broken = false
  const url = parseConnectionUrl(APP_URL)
  if (url === undefined) throw new Error('No URL of Pusher.')
  const send = () => {
    if (broken) throw new Error('The socket is broken.')
  }
  const input = fake.accept({ open() {}, send, close() {}, drop() {} }, url)
  fake.on('frame', ({ event }) => heard.push(event))
  broken = true
  expect(() => input.receive('{"event":"pusher:ping","data":{}}')).toThrow('The socket is broken.')
  new RawClient(fake)
  expect(heard).toContain('pusher:connection_established')
})

test('problem listeners hear each problem', () => {
  const fake = quietFake()
  const heard: unknown[] = []
  fake.on('problem', (problem) => heard.push(problem))
  new RawClient(fake).subscribe('a b')
  fake.report({ code: 'unhandled_request', message: 'GET /' })
  expect(heard).toEqual(fake.problems())
  expect(heard).toMatchObject([{ code: 'subscription_refused' }, { code: 'unhandled_request' }])
})

test('a listener may end the connection that it hears of', () => {
  const fake = quietFake()
  fake.on('connection', ({ socketId }) => fake.faults.disconnect({ socketId, code: 4100 }))
  const client = new RawClient(fake)
  expect(client.closes).toEqual([{ code: 4100, reason: 'Over capacity' }])
  expect(fake.connections()).toEqual([])
})
