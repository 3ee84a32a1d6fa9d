import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { utf8Bytes } from './json.ts'

/** The payload of an event on an encrypted channel, each field base64. */
export interface EncryptedData {
  readonly nonce: string
  readonly ciphertext: string
}

const NONCE_BYTES = 24
export const MASTER_KEY_BYTES = 32

/**
 * The key of one encrypted channel: SHA-256 of its name followed by the master key.
 * Source: pusher-http-node lib/pusher.js, channelSharedSecret.
 */
export function channelSharedSecret(channelName: string, masterKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8Bytes(channelName), masterKey))
}

/** NaCl secretbox over the text, as the server SDKs do. `randomBytes` gives the nonce. */
export function encrypt(
  text: string,
  secret: Uint8Array,
  randomBytes: (length: number) => Uint8Array,
): EncryptedData {
  const nonce = randomBytes(NONCE_BYTES)
  const ciphertext = xsalsa20poly1305(secret, nonce).encrypt(utf8Bytes(text))
  return { nonce: toBase64(nonce), ciphertext: toBase64(ciphertext) }
}

/** The opposite of {@link encrypt}; undefined when the key is not the one that it was sealed with. */
export function decrypt(data: EncryptedData, secret: Uint8Array): string | undefined {
  const nonce = fromBase64(data.nonce)
  const ciphertext = fromBase64(data.ciphertext)
  if (nonce?.length !== NONCE_BYTES || ciphertext === undefined) return undefined
  try {
    return new TextDecoder().decode(xsalsa20poly1305(secret, nonce).decrypt(ciphertext))
  } catch {
    return undefined
  }
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Undefined when the text is not base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
