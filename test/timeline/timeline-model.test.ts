import { expect, test } from 'vitest'
import type { Timeline } from '../../src/timeline/timeline.ts'
import { timelineModel } from '../../src/timeline/timeline-model.ts'
import { frame } from './frames.ts'

function model(timeline: Partial<Timeline>) {
  return timelineModel({ title: 'test', frames: [], ...timeline })
}

function labels(timeline: Partial<Timeline>): string[] {
  return model(timeline).rows.map(({ label }) => label)
}

test('each connection has a lane: named as given, by its user, or by a number', () => {
  const channel_data = JSON.stringify({ user_id: 'ada', user_info: {} })
  const user_data = JSON.stringify({ id: 'bob' })
  const frames = [
    frame({ socketId: '1.1' }),
    frame({ socketId: '1.1', direction: 'in', event: 'pusher:subscribe', data: { channel_data } }),
    frame({ socketId: '2.2', direction: 'in', event: 'pusher:signin', data: { user_data } }),
    frame({ socketId: '3.3' }),
    frame({ socketId: '4.4' }),
    frame({ socketId: '5.5', direction: 'in', event: 'pusher:signin', data: { user_data } }),
  ]
  const { lanes } = model({ frames, lanes: [{ socketId: '4.4', label: 'the phone' }] })
  expect(lanes.map(({ label }) => label)).toEqual([
    'ada',
    'bob',
    'client 3',
    'the phone',
    'bob (2)',
  ])
})

test('an arrow goes from or to the lane of its connection', () => {
  const { rows } = model({
    frames: [frame(), frame({ id: 2, socketId: '2.2', direction: 'in' })],
  })
  expect(rows.map(({ arrow }) => arrow)).toEqual([
    { from: 'service', to: 0 },
    { from: 1, to: 'service' },
  ])
})

test('everything stands in the order of time; of one millisecond the cause is first', () => {
  const timeline: Partial<Timeline> = {
    frames: [frame({ id: 1, time: 20 }), frame({ id: 2, time: 10, event: 'early' })],
    steps: [{ time: 20, label: 'a step' }],
    journal: [
      { kind: 'webhook', time: 20, event: { name: 'member_added', channel: 'presence-a' } },
      { kind: 'rest', time: 20, method: 'POST', path: '/apps/1/events', status: 200, body: '' },
      { kind: 'fault', time: 20, id: 1, name: 'latency', phase: 'begin', options: { ms: 20 } },
    ],
  }
  const order = ['early', 'a step', 'latency', 'POST /events 200', 'created', 'member_added']
  expect(labels(timeline)).toEqual(order)
  expect(model(timeline).rows.map(({ at }) => at)).toEqual([0, 10, 10, 10, 10, 10])
  expect(model(timeline)).toMatchObject({ start: 10, length: 10, backend: true })
})

test('a fault lasts until it ends, or to the end; one that is over at once is one row', () => {
  const fault = { kind: 'fault', options: {} } as const
  const timeline: Partial<Timeline> = {
    frames: [frame({ time: 0 }), frame({ time: 100 })],
    journal: [
      { ...fault, time: 10, id: 1, name: 'disconnect', phase: 'begin' },
      { ...fault, time: 10, id: 1, name: 'disconnect', phase: 'end' },
      { ...fault, time: 20, id: 2, name: 'silence', phase: 'begin' },
      { ...fault, time: 50, id: 2, name: 'silence', phase: 'end' },
      { ...fault, time: 60, id: 3, name: 'stall', phase: 'begin' },
    ],
  }
  expect(labels(timeline)).toEqual([
    'created',
    'disconnect',
    'silence',
    'silence ends',
    'stall',
    'created',
  ])
  expect(model(timeline).faults).toEqual([
    { name: 'silence', from: 20, to: 50 },
    { name: 'stall', from: 60, to: 100 },
  ])
})

test('a connection lives from its first frame to its end; a fault that names it is on its lane', () => {
  const { lives, rows } = model({
    frames: [
      frame({ time: 0, socketId: '1.1' }),
      frame({ time: 10, socketId: '2.2' }),
      frame({ time: 90 }),
    ],
    journal: [
      {
        kind: 'fault',
        time: 40,
        id: 1,
        name: 'disconnect',
        phase: 'begin',
        options: { socketId: '2.2' },
      },
      { kind: 'disconnection', time: 40, socketId: '2.2', code: 4200, reason: '' },
      { kind: 'disconnection', time: 50, socketId: 'long.forgotten', code: 1006, reason: '' },
    ],
  })
  expect(lives).toEqual([
    { from: 0, to: 90, closed: false },
    { from: 10, to: 40, closed: true },
  ])
  expect(rows.filter(({ arrow }) => arrow === undefined)).toMatchObject([
    { kind: 'fault', lane: 1 },
    { label: 'closed 4200', lane: 1 },
  ])
})

test.each([
  ['pusher:connection_established', 'connection'],
  ['pusher:ping', 'ping'],
  ['pusher:pong', 'ping'],
  ['pusher:subscribe', 'subscription'],
  ['pusher:cache_miss', 'subscription'],
  ['pusher_internal:member_added', 'subscription'],
  ['client-typing', 'client event'],
  ['created', 'server event'],
  ['pusher:error', 'error'],
  ['', 'connection'],
])('the event "%s" is of the kind: %s', (event, kind) => {
  expect(model({ frames: [frame({ event })] }).rows[0]?.kind).toBe(kind)
})

test('a frame that was refused is an error, with the reason', () => {
  const { rows } = model({ frames: [frame({ event: 'client-a', problem: 'No' })] })
  expect(rows).toMatchObject([{ kind: 'error', problem: 'No' }])
})
