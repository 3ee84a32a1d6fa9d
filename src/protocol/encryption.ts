import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'
import { utf8Bytes } from './json.ts'

export const MASTER_KEY_BYTES = 32
export const NONCE_BYTES = 24

/** What encryption adds to a text. */
const TAG_BYTES = 16

/**
 * The key of one encrypted channel: SHA-256 of its name followed by the master key.
 * Source: pusher-http-node lib/pusher.js, channelSharedSecret.
 */
export function channelSharedSecret(channelName: string, masterKey: Uint8Array): Uint8Array {
  return sha256(concatBytes(utf8Bytes(channelName), masterKey))
}

/** Characters of encrypted data as JSON, by the bytes of their text. */
export function encryptedLength(bytes: number): number {
  return (
    JSON.stringify({ nonce: '', ciphertext: '' }).length +
    base64Length(NONCE_BYTES) +
    base64Length(bytes + TAG_BYTES)
  )
}

function base64Length(bytes: number): number {
  return 4 * Math.ceil(bytes / 3)
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
