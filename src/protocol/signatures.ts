import { equalBytes } from '@noble/ciphers/utils.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { utf8Bytes } from './json.ts'

/** Hex HMAC-SHA256, the signature of everything in Pusher. */
export function hmacSha256Hex(secret: string, text: string): string {
  let signer = signers.get(secret)
  if (signer === undefined) {
    signer = new Signer(secret)
    signers.clear()
    signers.set(secret, signer)
  }
  return signer.sign(text)
}

/** By the secret that was used last: half of the work is the secret's. */
const signers = new Map<string, Signer>()

/** Signatures that are kept: what an endpoint has signed the service checks a moment later. */
const MAX_KEPT = 500
/** Characters of a text whose signature is kept: the body of a webhook is signed once. */
const MAX_LENGTH = 1_000

class Signer {
  readonly #mac: ReturnType<typeof hmac.create>
  readonly #kept = new Map<string, string>()

  constructor(secret: string) {
    this.#mac = hmac.create(sha256, utf8Bytes(secret))
  }

  sign(text: string): string {
    const known = this.#kept.get(text)
    if (known !== undefined) return known
    const signature = bytesToHex(this.#mac.clone().update(utf8Bytes(text)).digest())
    if (this.#kept.size === MAX_KEPT) this.#kept.clear()
    if (text.length <= MAX_LENGTH) this.#kept.set(text, signature)
    return signature
  }
}

/**
 * The text signed to authorize a subscription; `channelData` byte for byte as it is sent.
 * Source: Pusher docs, library_auth_reference/auth-signatures.
 */
export function channelStringToSign(
  socketId: string,
  channelName: string,
  channelData?: string,
): string {
  const base = `${socketId}:${channelName}`
  return channelData === undefined ? base : `${base}:${channelData}`
}

/** The text signed to authenticate a user. Source: Pusher docs, auth-signatures, "User authentication". */
export function userStringToSign(socketId: string, userData: string): string {
  return `${socketId}::user::${userData}`
}

/**
 * The text signed for a REST request: every query parameter but the signature, keys lower-cased and
 * sorted, values not escaped. Source: Pusher docs, library_auth_reference/rest-api, "Authentication".
 */
export function restStringToSign(
  method: string,
  path: string,
  query: Iterable<readonly [string, string]>,
): string {
  const parameters = [...query]
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .filter(([key]) => key !== 'auth_signature')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
  return [method.toUpperCase(), path, parameters.join('&')].join('\n')
}

/** Compares two signatures in a time that does not depend on where they differ. */
export function signaturesEqual(expected: string, received: string): boolean {
  return equalBytes(utf8Bytes(expected), utf8Bytes(received))
}
