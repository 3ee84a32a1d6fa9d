import { expect, test } from 'vitest'
import { KnownIds } from '../../../src/server/connections/known-ids.ts'

test('who is there is known, however many have gone', () => {
  const ids = new KnownIds(2)
  ids.add('1.1')
  for (const id of ['1.2', '1.3', '1.4']) {
    ids.add(id)
    ids.leave(id)
  }
  expect(['1.1', '1.2', '1.3', '1.4'].map((id) => ids.has(id))).toEqual([true, false, true, true])
})

test('who goes twice, or was never there, takes nobody’s place', () => {
  const ids = new KnownIds(1)
  ids.add('1.1')
  ids.leave('1.1')
  ids.leave('1.1')
  ids.leave('1.2')
  expect(['1.1', '1.2'].map((id) => ids.has(id))).toEqual([true, false])
})
