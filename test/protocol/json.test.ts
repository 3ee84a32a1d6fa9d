import { expect, test } from 'vitest'
import { byteLength, decodeData, isRecord, parseJson } from '../../src/protocol/json.ts'
import { isSocketId } from '../../src/protocol/server-frame.ts'

test.each([
  ['{"a":1}', { a: 1 }],
  ['1', 1],
  ['null', null],
  ['hello', 'hello'],
  ['{', '{'],
  ['', ''],
])('the data %j reads as %j', (text, data) => {
  expect(decodeData(text)).toEqual(data)
})

test('tells broken JSON from null', () => {
  expect(parseJson('null')).toEqual({ ok: true, value: null })
  expect(parseJson('nul')).toEqual({ ok: false })
})

test('counts bytes, not characters', () => {
  expect(byteLength('é🎉a')).toBe(2 + 4 + 1)
})

test('neither an array nor null is a record', () => {
  expect([{}, [], null, 'a', undefined].map(isRecord)).toEqual([true, false, false, false, false])
})

test.each([
  ['1234.1234', true],
  ['0.0', true],
  ['1234', false],
  ['1234.', false],
  ['1234.12a', false],
  ['1.2.3', false],
  [' 1.2', false],
  ['1.2\n', false],
  ['', false],
])('%j is a socket id: %j', (value, expected) => {
  expect(isSocketId(value)).toBe(expected)
})

test.each([
  ['[', 1_000, true],
  ['[', 1_001, false],
  ['{"a":', 1_000, true],
  ['{"a":', 1_001, false],
  ['[', 1_000_000, false],
])('of JSON that is nested by %j, %i levels are read: %j', (open, depth, ok) => {
  const text = `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`
  const parsed = parseJson(text)
  expect(parsed.ok).toBe(ok)
  if (parsed.ok) expect(JSON.stringify(parsed.value)).toBe(text)
})

test('brackets in strings nest nothing', () => {
  const text = JSON.stringify({ quoted: `\\"${'[{'.repeat(5_000)}`, next: '"]' })
  expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
})
