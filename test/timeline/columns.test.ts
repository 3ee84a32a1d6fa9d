import { expect, test } from 'vitest'
import { timelineModel } from '../../src/timeline/timeline-model.ts'
import { columnsOf } from '../../src/timeline/view/columns.ts'
import { frame } from './frames.ts'

/** Five connections, the given ones of which are closed. */
function connections(...closed: number[]) {
  return timelineModel({
    title: 'columns',
    frames: [0, 1, 2, 3, 4].map((id) => frame({ id, socketId: `${id}.1` })),
    journal: closed.map((id) => ({
      kind: 'disconnection',
      time: 10,
      socketId: `${id}.1`,
      code: 1006,
      reason: '',
    })),
  })
}

test('a report has a column for each connection', () => {
  expect(columnsOf(connections(0, 1), 2, false)).toEqual({ shown: [0, 1, 2, 3, 4], folded: [] })
})

test('of what one follows, closed connections are folded, and the latest that fit are shown', () => {
  expect(columnsOf(connections(), 5, true)).toEqual({ shown: [0, 1, 2, 3, 4], folded: [] })
  expect(columnsOf(connections(0, 3), 5, true)).toEqual({ shown: [1, 2, 4], folded: [0, 3] })
  expect(columnsOf(connections(), 4, true)).toEqual({ shown: [2, 3, 4], folded: [0, 1] })
  expect(columnsOf(connections(4), 3, true)).toEqual({ shown: [2, 3], folded: [0, 1, 4] })
  expect(columnsOf(connections(), 1, true)).toEqual({ shown: [4], folded: [0, 1, 2, 3] })
})
