import { expect, test } from 'vitest'
import { differences } from './differences.ts'
import { resolve, resolveExpected, type Scope } from './template.ts'

const SCOPE: Scope = {
  appId: '3',
  key: '278d425bdf160c739803',
  secret: '7ad3773142a6692b25b8',
  run: 'r1',
  socketId: () => '1234.1234',
}

test.each([
  [{ a: 1 }, { a: 1 }],
  [
    { a: { $any: 'integer' }, b: { $any: 'value' } },
    { a: 7, b: null },
  ],
  [{ a: { $optional: 1 } }, {}],
  [{ a: { $optional: 1 } }, { a: 1 }],
  [{ $json: { a: 1 } }, '{ "a": 1 }'],
  [{ $data: { a: 1 } }, '{"a":1}'],
  [{ $data: { a: 1 } }, { a: 1 }],
  [{ $oneOf: [null, { $any: 'integer' }] }, 4301],
  [{ $unordered: [1, { $any: 'string' }] }, ['x', 1]],
  [{ $includes: { a: 1 } }, { a: 1, b: 2 }],
  [{ [`room-\${run}`]: { $match: `^\${c.socketId}-\\d$` } }, { 'room-r1': '1234.1234-5' }],
  [{ $unordered: { $sequence: { prefix: 'u', count: 2 } } }, ['u2', 'u1']],
  [{ $repeat: { text: 'ab', times: 2 } }, 'abab'],
])('%j matches %j', (template, actual) => {
  expect(differences(resolveExpected(template, SCOPE), actual)).toEqual([])
})

test.each([
  [{ a: 1 }, { a: 2 }, 'it.a: expected 1, got 2'],
  [{ a: 1 }, { a: 1, b: 2 }, 'it.b was not expected: 2'],
  [{ a: 1 }, {}, 'it.a is missing'],
  [{ a: 1 }, [], 'it: expected {"a":1}, got []'],
  [[1], [1, 2], 'it: expected [1], got [1,2]'],
  [{ $any: 'integer' }, 1.5, 'it: expected {"$any":"integer"}, got 1.5'],
  [{ $json: { a: 1 } }, { a: 1 }, 'it: expected {"$json":{"a":1}}, got {"a":1}'],
  [{ $json: { a: 1 } }, '{"a":2}', 'it (decoded).a: expected 1, got 2'],
  [{ $json: 1 }, 'one', 'it is no JSON text: "one"'],
  [{ $match: `^\${c.socketId}$` }, '1234x1234', undefined],
  [{ $unordered: [1, 1] }, [1, 2], 'it, in any order,: expected 1, got [2]'],
  [{ $includes: { a: 1 } }, { b: 2 }, 'it.a is missing'],
  [{ $oneOf: [1, 2] }, 3, 'it: expected 1, got 3'],
])('%j does not match %j', (template, actual, message) => {
  const found = differences(resolveExpected(template, SCOPE), actual)
  expect(found[0]).toEqual(message ?? expect.any(String))
})

// The worked examples of Pusher's docs, library_auth_reference/auth-signatures, with the name as it is now.
test.each([
  [
    { $channelAuth: { client: 'c', channel: 'private-foobar' } },
    '58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4',
  ],
  [
    {
      $channelAuth: {
        client: 'c',
        channel: 'presence-foobar',
        channel_data: { $json: { user_id: 10, user_info: { name: 'Mr. Channels' } } },
      },
    },
    '31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80',
  ],
  [
    { $userAuth: { client: 'c', user_data: { $json: { id: '12345' } } } },
    '4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
  ],
])('%j is signed as the docs have it', (template, signature) => {
  expect(resolve(template, SCOPE)).toBe(`${SCOPE.key}:${signature}`)
})

test.each([
  [{ $unknown: 1 }, 'Unknown operator $unknown'],
  [`\${nobody}`, `Unknown placeholder \${nobody}`],
  [{ $any: 'string' }, '$any matches; it cannot be sent'],
])('%j cannot be sent', (template, message) => {
  expect(() => resolve(template, SCOPE)).toThrow(message)
})
