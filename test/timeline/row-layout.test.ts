import { expect, test } from 'vitest'
import { foldBursts } from '../../src/timeline/fold-bursts.ts'
import { formatSpan } from '../../src/timeline/format-time.ts'
import { ROW_HEIGHT, RowLayout } from '../../src/timeline/row-layout.ts'
import { ticks } from '../../src/timeline/ticks.ts'
import { timelineModel } from '../../src/timeline/timeline-model.ts'
import { frame } from './frames.ts'

/** Of frames that do not fold, one at each of these milliseconds. */
function layoutOf(...times: readonly number[]): RowLayout {
  const frames = times.map((time, index) => frame({ id: index, time, event: `event ${index}` }))
  return new RowLayout(foldBursts(timelineModel({ title: 'layout', frames }).rows, new Set()))
}

function rooms(layout: RowLayout): number[] {
  return layout.items
    .slice(1)
    .map((_, index) => layout.top(index + 1) - layout.top(index) - ROW_HEIGHT)
}

test('a longer pause has more room, within bounds', () => {
  const [none = 0, little = 0, more = 0, most = 0, same] = rooms(
    layoutOf(0, 1, 101, 1_101, 61_101, 999_999),
  )
  expect(none).toBe(0)
  expect(little).toBeGreaterThan(none)
  expect(more).toBeGreaterThan(little)
  expect(most).toBeGreaterThan(more)
  expect(same).toBe(most)
})

test('lines are found by place and by time', () => {
  const layout = layoutOf(0, 0, 5_000, 5_000, 9_000)
  expect(
    [-50, 0, ROW_HEIGHT - 1, ROW_HEIGHT, layout.height + 50].map((y) => layout.indexAt(y)),
  ).toEqual([-1, 0, 0, 1, 4])
  expect([-1, 0, 4_999, 5_000, 99_999].map((at) => layout.indexBy(at))).toEqual([-1, 1, 1, 3, 4])
  expect([0, 1, 5_000, 5_001].map((at) => layout.indexFrom(at))).toEqual([0, 2, 2, 4])
})

test('without lines there is no height', () => {
  expect(layoutOf().height).toBe(0)
  expect(layoutOf().indexAt(0)).toBe(-1)
})

test('a burst ends with its last row, unless its rows follow', () => {
  const frames = [
    ...[0, 40, 80, 120].map((time, id) => frame({ id, time })),
    frame({ id: 9, time: 130, event: 'next' }),
  ]
  const { rows } = timelineModel({ title: 'burst', frames })
  const folded = new RowLayout(foldBursts(rows, new Set()))
  expect(folded.pauseBefore(1)).toBe(10)
  const unfolded = new RowLayout(foldBursts(rows, new Set([folded.items[0]?.key ?? ''])))
  expect([1, 2, 5].map((index) => unfolded.pauseBefore(index))).toEqual([0, 40, 10])
})

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1_240, '1.2 s'],
  [12_600, '13 s'],
  [60_000, '1 min'],
  [185_000, '3 min 5 s'],
])('%d ms reads %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text)
})

test('an axis is cut at round moments, a few of them', () => {
  expect(ticks(0)).toEqual([0])
  expect(ticks(686)).toEqual([0, 100, 200, 300, 400, 500, 600])
  expect(ticks(3_600_000)).toHaveLength(6)
  expect(ticks(86_400_000).length).toBeLessThanOrEqual(9)
})
