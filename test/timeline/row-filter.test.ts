import { expect, test } from 'vitest'
import { filterRows, NO_FILTER, type RowFilter } from '../../src/timeline/row-filter.ts'
import { timelineModel } from '../../src/timeline/timeline-model.ts'
import { frame } from './frames.ts'

const { rows } = timelineModel({
  title: 'filter',
  frames: [
    frame({ id: 1, event: 'pusher:ping', direction: 'in' }),
    frame({ id: 2, event: 'Created', channel: 'orders', data: { total: 64 } }),
    frame({ id: 3, event: 'gone', channel: 'orders', socketId: '2.2' }),
    frame({ id: 4, event: 'client-typing', channel: 'presence-a', direction: 'in' }),
  ],
  steps: [{ time: 5, label: 'the end' }],
})

function shown(filter: Partial<RowFilter>): string[] {
  return filterRows(rows, { ...NO_FILTER, ...filter }).map(({ label }) => label)
}

test('pings are hidden until they are asked for', () => {
  expect(shown({})).toEqual(['Created', 'gone', 'client-typing', 'the end'])
  expect(shown({ hidden: new Set() })).toContain('pusher:ping')
})

test.each<[string, Partial<RowFilter>, string[]]>([
  ['every word, in either case, also of the JSON', { text: ' ORDERS "total":64 ' }, ['Created']],
  ['the kind', { text: 'client event' }, ['client-typing']],
  ['a channel', { channel: 'orders' }, ['Created', 'gone']],
  ['an event', { event: 'gone' }, ['gone']],
  ['a connection', { lane: 1 }, ['gone']],
  ['a direction', { direction: 'in' }, ['client-typing']],
  ['kinds', { hidden: new Set(['server event', 'step', 'ping']) }, ['client-typing']],
  ['all together', { text: 'e', channel: 'orders', lane: 0 }, ['Created']],
])('filters by %s', (_, filter, expected) => {
  expect(shown(filter)).toEqual(expected)
})
