import { expect, test } from 'vitest'
import { RecentIds } from '../../../src/server/connections/recent-ids.ts'

test('the oldest of many are forgotten', () => {
  const ids = new RecentIds(2)
  for (const id of ['1.1', '2.2', '3.3']) ids.add(id)
  expect(['1.1', '2.2', '3.3'].map((id) => ids.has(id))).toEqual([false, true, true])
})

test('an id that comes again takes no second place', () => {
  const ids = new RecentIds(2)
  for (const id of ['1.1', '2.2', '2.2']) ids.add(id)
  expect(['1.1', '2.2'].map((id) => ids.has(id))).toEqual([true, true])
})
