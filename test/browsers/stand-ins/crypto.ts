import { hmac } from '@noble/hashes/hmac.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

interface Digest {
  update(data: string | Uint8Array): Digest
  digest(encoding: 'hex'): string
}

function digestOf(compute: (data: Uint8Array) => Uint8Array): Digest {
  let data = new Uint8Array()
  return {
    update(more) {
      data = concatBytes(data, typeof more === 'string' ? utf8ToBytes(more) : more)
      return this
    },
    digest: () => bytesToHex(compute(data)),
  }
}

/** As `node:crypto`'s; a page has no digest that answers at once. */
export function createHash(_algorithm: 'md5'): Digest {
  return digestOf(md5)
}

/** As `node:crypto`'s. */
export function createHmac(_algorithm: 'sha256', secret: string): Digest {
  return digestOf((data) => hmac(sha256, utf8ToBytes(secret), data))
}
