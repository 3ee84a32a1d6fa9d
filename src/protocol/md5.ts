import { md5 } from '@noble/hashes/legacy.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { utf8Bytes } from './json.ts'

/** Hex MD5 of a REST request's body (`body_md5`). */
export function md5Hex(text: string): string {
  return bytesToHex(md5(utf8Bytes(text)))
}
