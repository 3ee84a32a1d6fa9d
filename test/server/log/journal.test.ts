import { expect, test } from 'vitest'
import { createPusherFake } from '../../../src/index.ts'

function quietFake() {
  return createPusherFake({ logger: false })
}

function request(path: string, init?: RequestInit): Request {
  return new Request(`https://api.pusher.com/apps/1000001/${path}`, init)
}

test('a REST call is recorded with its status, and with the reason when it was refused', async () => {
  const fake = quietFake()
  const heard: unknown[] = []
  fake.on('rest', (call) => heard.push(call))
  await fake.fetch(
    request('events?auth_key=app-key', { method: 'POST', body: '{"name":"created"}' }),
  )
  const call = {
    method: 'POST',
    path: '/apps/1000001/events',
    status: 401,
    body: '{"name":"created"}',
    problem: expect.stringContaining('auth_'),
    time: expect.any(Number),
    sequence: expect.any(Number),
  }
  expect(heard).toEqual([call])
  expect(fake.journal()).toEqual([{ kind: 'rest', ...call }])
})

test('a failure of the REST API that a fault makes is recorded as what it is', async () => {
  const fake = quietFake()
  fake.faults.failRest({ status: 503, times: 1 })
  await fake.fetch(request('channels'))
  expect(fake.journal()).toMatchObject([
    { kind: 'fault', name: 'failRest', phase: 'begin' },
    { kind: 'rest', status: 503, problem: 'failRest', body: '' },
    { kind: 'fault', name: 'failRest', phase: 'end' },
  ])
  expect(fake.faults.active()).toEqual([])
})

test('a fault is recorded when it begins and once when it ends, whatever ends it', () => {
  const fake = quietFake()
  const latency = fake.faults.latency(20)
  latency.restore()
  latency.restore()
  fake.faults.goOffline()
  fake.faults.goOnline()
  fake.faults.silence()
  fake.faults.restore()
  const told = fake
    .journal()
    .map((entry) => (entry.kind === 'fault' ? [entry.name, entry.phase, entry.id] : entry))
  expect(told).toEqual([
    ['latency', 'begin', 1],
    ['latency', 'end', 1],
    ['goOffline', 'begin', 2],
    ['goOffline', 'end', 2],
    ['silence', 'begin', 3],
    ['silence', 'end', 3],
  ])
})

test('what a lost connection leaves behind is recorded after the fault, in order', async () => {
  const fake = quietFake()
  const bob = fake.connect()
  await bob.subscribe('presence-room', { id: 'bob' })
  fake.faults.disconnect({ socketId: bob.socketId, code: 4200 })
  const fault = { kind: 'fault', name: 'disconnect' }
  const webhook = (name: string) => ({ kind: 'webhook', event: { name } })
  expect(fake.journal()).toMatchObject([
    webhook('channel_occupied'),
    webhook('member_added'),
    { ...fault, phase: 'begin' },
    webhook('member_removed'),
    webhook('channel_vacated'),
    { kind: 'disconnection', socketId: bob.socketId, code: 4200 },
    { ...fault, phase: 'end' },
  ])
})

test('a fault that throws does not last', () => {
  const fake = quietFake()
  expect(() => fake.faults.disconnect({ socketId: '9.9' })).toThrow('No connection has')
  expect(fake.journal()).toMatchObject([{ phase: 'begin' }, { phase: 'end' }])
})

test('the journal keeps the last entries, and none over a reset', () => {
  const fake = createPusherFake({ logger: false, frameLogSize: 3 })
  for (let ms = 0; ms < 10; ms += 1) fake.faults.latency(ms)
  expect(fake.journal()).toMatchObject([7, 8, 9].map((ms) => ({ options: { ms } })))
  fake.reset()
  expect(fake.journal()).toEqual([])
})
