import { describe, expect, test } from 'vitest'
import {
  type ChannelKind,
  needsAuthorization,
  parseChannelName,
  serverToUserChannel,
} from '../../src/protocol/channel-name.ts'

const kinds: readonly [name: string, kind: ChannelKind, cache: boolean][] = [
  ['orders', 'public', false],
  ['cache-orders', 'public', true],
  ['cache-private-orders', 'public', true],
  ['my-private-orders', 'public', false],
  ['privateorders', 'public', false],
  ['Private-orders', 'public', false],
  ['private-orders', 'private', false],
  ['private-cache-orders', 'private', true],
  ['private-presence-orders', 'private', false],
  ['private-encrypted', 'private', false],
  ['private-encrypted-orders', 'private-encrypted', false],
  ['private-encrypted-cache-orders', 'private-encrypted', true],
  ['presence-orders', 'presence', false],
  ['presence-cache-orders', 'presence', true],
  ['presence-encrypted-orders', 'presence', false],
]

test.each(kinds)('%s is %s, cached: %s', (name, kind, cache) => {
  expect(parseChannelName(name, 164)).toEqual({ ok: true, channel: { name, kind, cache } })
})

test('a server-to-user channel names its user', () => {
  const name = serverToUserChannel('ada-1')
  expect(name).toBe('#server-to-user-ada-1')
  expect(parseChannelName(name, 164)).toEqual({
    ok: true,
    channel: { name, kind: 'server-to-user', cache: false, userId: 'ada-1' },
  })
})

describe('validity', () => {
  test('every allowed character', () => {
    expect(parseChannelName('azAZ09_-=@,.;', 164).ok).toBe(true)
  })

  test.each([
    '',
    'a b',
    'a/b',
    'a#b',
    '#orders',
    '#server-to-user-',
    '#server-to-user-a b',
    'a:b',
    'grüße',
    'orders\n',
    'a\u0000',
  ])('%j is refused', (name) => {
    expect(parseChannelName(name, 164)).toEqual({
      ok: false,
      reason: `Invalid channel name "${name}": only letters, digits and _ - = @ , . ; are allowed`,
    })
  })

  test('164 characters are the most', () => {
    expect(parseChannelName('a'.repeat(164), 164).ok).toBe(true)
    expect(parseChannelName('a'.repeat(165), 164)).toEqual({
      ok: false,
      reason: 'The channel name is 165 characters long, the maximum is 164',
    })
  })

  test.each(['__proto__', 'constructor', 'toString'])('%s is an ordinary public name', (name) => {
    const expected = { ok: true, channel: { name, kind: 'public', cache: false } }
    expect(parseChannelName(name, 164)).toEqual(expected)
  })
})

test('private, presence and encrypted channels need a signature', () => {
  const all: ChannelKind[] = [
    'public',
    'private',
    'presence',
    'private-encrypted',
    'server-to-user',
  ]
  expect(all.filter(needsAuthorization)).toEqual(['private', 'presence', 'private-encrypted'])
})
