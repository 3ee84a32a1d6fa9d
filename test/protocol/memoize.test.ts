import { expect, test } from 'vitest'
import { memoize } from '../../src/protocol/memoize.ts'

test('works out a key once, keeps so many and no long one', () => {
  const worked: string[] = []
  const read = memoize(
    (key) => {
      worked.push(key)
      return { key }
    },
    { entries: 3, keyLength: 5 },
  )
  expect([read('a'), read('a'), read('__proto__')]).toEqual([
    { key: 'a' },
    { key: 'a' },
    { key: '__proto__' },
  ])
  expect(worked).toEqual(['a', '__proto__'])
  for (let index = 0; index < 1_000; index += 1) read(String(index))
  expect(read.size).toBeLessThanOrEqual(3)
  const { size } = read
  expect(read('too long').key).toBe('too long')
  expect(read.size).toBe(size)
})
