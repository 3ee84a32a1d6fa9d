import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { md5Hex } from '../../src/protocol/md5.ts'
import {
  channelStringToSign,
  hmacSha256Hex,
  restStringToSign,
  signaturesEqual,
  userStringToSign,
} from '../../src/protocol/signatures.ts'

// Published vectors of Pusher's documentation, as corrected in the facts.
const SECRET = '7ad3773142a6692b25b8'
const SOCKET = '1234.1234'

describe('vectors', () => {
  test('a private channel', () => {
    const text = channelStringToSign(SOCKET, 'private-foobar')
    expect(text).toBe('1234.1234:private-foobar')
    expect(hmacSha256Hex(SECRET, text)).toBe(
      '58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4',
    )
  })

  test('a presence channel signs channel_data byte for byte', () => {
    const data = '{"user_id":10,"user_info":{"name":"Mr. Channels"}}'
    const text = channelStringToSign(SOCKET, 'presence-foobar', data)
    expect(text).toBe(`1234.1234:presence-foobar:${data}`)
    expect(hmacSha256Hex(SECRET, text)).toBe(
      '31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80',
    )
  })

  test('a user', () => {
    const text = userStringToSign(SOCKET, '{"id":"12345"}')
    expect(text).toBe('1234.1234::user::{"id":"12345"}')
    expect(hmacSha256Hex(SECRET, text)).toBe(
      '4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba',
    )
  })

  test('a REST request and the MD5 of its body', () => {
    const body = '{"name":"foo","channels":["project-3"],"data":"{\\"some\\":\\"data\\"}"}'
    const md5 = md5Hex(body)
    expect(md5).toBe('ec365a775a4cd0599faeb73354201b6f')
    const text = restStringToSign('POST', '/apps/3/events', [
      ['auth_key', '278d425bdf160c739803'],
      ['auth_timestamp', '1353088179'],
      ['auth_version', '1.0'],
      ['body_md5', md5],
    ])
    expect(hmacSha256Hex(SECRET, text)).toBe(
      'da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c',
    )
  })

  test('md5 of nothing', () => {
    expect(md5Hex('')).toBe('d41d8cd98f00b204e9800998ecf8427e')
  })

  test('signed once or again, in a row of many, by one secret and another', () => {
    const real = (secret: string, text: string) =>
      createHmac('sha256', secret).update(text).digest('hex')
    for (const secret of ['one', 'another', 'one']) {
      const texts = Array.from({ length: 1_200 }, (_, index) => `text ${index % 600}`)
      const long = 'long '.repeat(1_000)
      for (const text of [...texts, long, long]) {
        expect(hmacSha256Hex(secret, text)).toBe(real(secret, text))
      }
    }
  })

  test('text beyond ASCII is signed as UTF-8', () => {
    const expected = createHmac('sha256', 'sécret').update('grüße 🎉').digest('hex')
    expect(hmacSha256Hex('sécret', 'grüße 🎉')).toBe(expected)
  })
})

describe('the string to sign of a REST request', () => {
  test('sorts lower-cased keys, leaves the signature out and values unescaped', () => {
    const text = restStringToSign('get', '/apps/1/channels', [
      ['Info', 'user_count'],
      ['filter_by_prefix', 'presence-a b&c'],
      ['auth_signature', 'abc'],
      ['auth_key', 'k'],
    ])
    expect(text).toBe(
      'GET\n/apps/1/channels\nauth_key=k&filter_by_prefix=presence-a b&c&info=user_count',
    )
  })

  test('the signature is left out however it is spelled', () => {
    const text = restStringToSign('GET', '/', [['AUTH_SIGNATURE', 'abc']])
    expect(text).toBe('GET\n/\n')
  })
})

test.each([
  ['abc', 'abc', true],
  ['', '', true],
  ['abc', 'abd', false],
  ['abc', 'ab', false],
  ['abc', 'abcd', false],
])('signatures %j and %j are equal: %j', (a, b, equal) => {
  expect(signaturesEqual(a, b)).toBe(equal)
})
