import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { fromBase64, NONCE_BYTES, toBase64 } from './encryption.ts'
import { utf8Bytes } from './json.ts'

/** The payload of an event on an encrypted channel, each field base64. */
export interface EncryptedData {
  readonly nonce: string
  readonly ciphertext: string
}

/** NaCl secretbox over the text, as the server SDKs do. */
export function encrypt(text: string, secret: Uint8Array, nonce: Uint8Array): EncryptedData {
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
