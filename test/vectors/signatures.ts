import { createHash, createHmac } from 'node:crypto'
import type { RestAuth } from './vector.ts'

// Node's own crypto and not the code under test.

export interface Credentials {
  readonly appId: string
  readonly key: string
  readonly secret: string
}

export function hmacHex(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex')
}

export interface RestParts {
  readonly method: string
  /** After `/apps/APP_ID`. */
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly body?: string | undefined
}

/** Path and query of a request that is signed, or signed as wrongly as `auth` says. */
export function signedPath(
  credentials: Credentials,
  parts: RestParts,
  auth: RestAuth = {},
): string {
  const { appId, key, secret } = credentials
  const { method, path, query, body } = parts
  const pathname = `/apps/${auth.app_id ?? appId}${path}`
  const { auth_signature: given, ...parameters } = auth.parameters ?? {}
  const seconds = Math.floor(Date.now() / 1000) + (auth.timestamp_offset ?? 0)
  const known: Record<string, string | null> = {
    auth_key: key,
    auth_timestamp: String(seconds),
    auth_version: '1.0',
    ...(body !== undefined && { body_md5: createHash('md5').update(body).digest('hex') }),
    ...parameters,
  }
  const all = [
    ...query,
    ...Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== null),
  ]
  const toSign = all
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
  const text = [method, pathname, toSign.join('&')].join('\n')
  const signature = given === undefined ? hmacHex(auth.secret ?? secret, text) : given
  const search = new URLSearchParams(all.map(([name, value]) => [name, value]))
  if (signature !== null) search.set('auth_signature', signature)
  return `${pathname}?${search}`
}
