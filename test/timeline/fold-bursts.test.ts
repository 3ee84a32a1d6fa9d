import { expect, test } from 'vitest'
import { foldBursts } from '../../src/timeline/fold-bursts.ts'
import type { TimelineFrame } from '../../src/timeline/timeline.ts'
import { timelineModel } from '../../src/timeline/timeline-model.ts'
import { frame } from './frames.ts'

function rowsOf(frames: readonly TimelineFrame[]) {
  return timelineModel({ title: 'bursts', frames }).rows
}

function shape(frames: readonly TimelineFrame[], unfolded: ReadonlySet<string> = new Set()) {
  return foldBursts(rowsOf(frames), unfolded).map(({ rows, level }) => [rows.length, level])
}

function repeat(count: number, given: (index: number) => Partial<TimelineFrame> = () => ({})) {
  return Array.from({ length: count }, (_, index) => frame({ id: index + 1, ...given(index) }))
}

test('four and more of the same in a row are one line, to however many connections', () => {
  expect(shape(repeat(3))).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ])
  expect(shape(repeat(50, (index) => ({ socketId: `${index}.1` })))).toEqual([[50, 1]])
})

test.each<[string, (index: number) => Partial<TimelineFrame>]>([
  ['another event', (index) => ({ event: index === 2 ? 'gone' : 'created' })],
  ['another channel', (index) => ({ channel: index === 2 ? 'a' : 'b' })],
  ['another direction', (index) => ({ direction: index === 2 ? 'in' : 'out' })],
  ['a pause', (index) => ({ time: index * 51 })],
  ['a refusal', () => ({ problem: 'No' })],
])('%s ends a burst', (_, given) => {
  expect(shape(repeat(5, given))).toHaveLength(5)
})

test('a burst that is unfolded is followed by its rows', () => {
  const [burst] = foldBursts(rowsOf(repeat(4)), new Set())
  expect(shape(repeat(4), new Set([burst?.key ?? '']))).toEqual([
    [4, 1],
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2],
  ])
})
