import { expect, test } from 'vitest'
import {
  channelSharedSecret,
  encryptedLength,
  fromBase64,
  toBase64,
} from '../../src/protocol/encryption.ts'
import { decrypt, encrypt } from '../../src/protocol/secret-box.ts'

const MASTER_KEY = 'zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU='

function secretOf(channel: string): Uint8Array {
  return channelSharedSecret(channel, fromBase64(MASTER_KEY) ?? new Uint8Array())
}

const nonce = Uint8Array.from({ length: 24 }, (_, index) => index)

test('the shared secret of the published vector', () => {
  expect(toBase64(secretOf('private-encrypted-bla'))).toBe(
    'nlr49ISQHz91yS3cy/yWmW8wFMNeTnNL5tNHnbPJcLQ=',
  )
})

test('opens what it sealed, text beyond ASCII included', () => {
  const secret = secretOf('private-encrypted-bla')
  const sealed = encrypt('"grüße 🎉"', secret, nonce)
  expect(sealed.nonce).toBe(toBase64(nonce))
  expect(decrypt(sealed, secret)).toBe('"grüße 🎉"')
})

test('the ciphertext is 16 bytes longer than the text', () => {
  const { ciphertext } = encrypt('abc', secretOf('private-encrypted-bla'), nonce)
  expect(fromBase64(ciphertext)?.length).toBe(3 + 16)
})

test.each([0, 1, 2, 3, 4, 100])('its length is known beforehand: %i bytes', (bytes) => {
  const sealed = encrypt('a'.repeat(bytes), secretOf('private-encrypted-bla'), nonce)
  expect(encryptedLength(bytes)).toBe(JSON.stringify(sealed).length)
})

test('another key, another nonce and garbage open nothing', () => {
  const secret = secretOf('private-encrypted-bla')
  const sealed = encrypt('1', secret, nonce)
  expect(decrypt(sealed, secretOf('private-encrypted-other'))).toBeUndefined()
  expect(decrypt({ ...sealed, nonce: toBase64(new Uint8Array(24)) }, secret)).toBeUndefined()
  expect(decrypt({ ...sealed, nonce: toBase64(new Uint8Array(8)) }, secret)).toBeUndefined()
  expect(decrypt({ ...sealed, ciphertext: '*' }, secret)).toBeUndefined()
  expect(decrypt({ ...sealed, ciphertext: '' }, secret)).toBeUndefined()
})
