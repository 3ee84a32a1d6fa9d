import { expect, test } from 'vitest'
import { decodeNested } from '../../src/timeline/decode-nested.ts'

test('JSON in a string in JSON is decoded, however often it was encoded', () => {
  const member = { user_id: 'ada', user_info: { name: 'Ada' } }
  const frame = { event: 'a', data: { channel_data: JSON.stringify(member), auth: 'key:sig' } }
  expect(decodeNested(JSON.stringify(frame))).toEqual({
    event: 'a',
    data: { channel_data: member, auth: 'key:sig' },
  })
  const twice = JSON.stringify(JSON.stringify({ id: 1 }))
  expect(decodeNested(JSON.stringify({ data: twice }))).toEqual({ data: { id: 1 } })
})

test.each(['plain', '1', 'true', '"quoted"', '{broken', '', '[1', 'null'])(
  'the text %j stays',
  (text) => {
    expect(decodeNested({ data: text })).toEqual({ data: text })
  },
)

test('what is no string stays as it is', () => {
  expect(decodeNested([1, null, true, undefined, { a: ['{"b":1}'] }])).toEqual([
    1,
    null,
    true,
    undefined,
    { a: [{ b: 1 }] },
  ])
})
