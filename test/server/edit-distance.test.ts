import { expect, test } from 'vitest'
import { editDistance } from '../../src/server/edit-distance.ts'

test.each([
  ['', '', 0],
  ['', 'port', 4],
  ['port', 'port', 0],
  ['port', 'ports', 1],
  ['port', 'pot', 1],
  ['port', 'part', 1],
  ['prot', 'port', 1],
  ['inti', 'init', 1],
  ['kitten', 'sitting', 3],
  ['orders', 'order-created', 8],
  ['abcd', 'badc', 2],
])('from %j to %j are %i', (a, b, slips) => {
  expect(editDistance(a, b)).toBe(slips)
  expect(editDistance(b, a)).toBe(slips)
})
