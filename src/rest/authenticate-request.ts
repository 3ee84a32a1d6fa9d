import { md5Hex } from '../protocol/md5.ts'
import { hmacSha256Hex, restStringToSign, signaturesEqual } from '../protocol/signatures.ts'
import type { ResolvedOptions } from '../server/options.ts'
import { RestError } from './rest-response.ts'

/**
 * Checks that a request was signed with the app's secret.
 * Source: Pusher docs, library_auth_reference/rest-api, "Authentication"; the texts of a wrong
 * signature and an old timestamp are those that users quote (pusher-http-go#91, pusher-http-ruby#49).
 *
 * @throws RestError 401 with the reason
 */
export function authenticateRequest(
  options: ResolvedOptions,
  method: string,
  url: URL,
  body: string,
): void {
  const query = url.searchParams
  const parameter = (name: string): string => {
    const value = query.get(name)
    if (value === null || value === '') throw new RestError(401, `Missing parameter: ${name}`)
    return value
  }
  const key = parameter('auth_key')
  const timestamp = parameter('auth_timestamp')
  const version = parameter('auth_version')
  const signature = parameter('auth_signature')
  const secret = options.tokens.get(key)
  if (secret === undefined) throw new RestError(401, `Unknown auth_key: ${key}`)
  if (version !== '1.0') {
    throw new RestError(401, `Version required, must be 1.0, got auth_version ${version}`)
  }
  checkTimestamp(options, timestamp)
  if (body !== '') {
    const expected = md5Hex(body)
    const received = parameter('body_md5')
    if (received !== expected) {
      throw new RestError(401, `Invalid body_md5: expected ${expected}, got ${received}`)
    }
  }
  const toSign = signedPaths(url.pathname).map((path) => restStringToSign(method, path, query))
  if (!toSign.some((text) => signaturesEqual(hmacSha256Hex(secret, text), signature))) {
    const escaped = toSign[0]?.replaceAll('\n', '\\n')
    throw new RestError(
      401,
      `Invalid signature: you should have sent HmacSHA256Hex("${escaped}", your_secret_key), but you sent "${signature}"`,
    )
  }
}

/**
 * What a client may have signed behind a proxy with a path of its own: the path that arrived, or the service's,
 * to which the prefix was added later.
 */
function signedPaths(pathname: string): readonly string[] {
  const start = pathname.indexOf('/apps/')
  return start > 0 ? [pathname, pathname.slice(start)] : [pathname]
}

function checkTimestamp({ clock, limits }: ResolvedOptions, timestamp: string): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new RestError(401, `Invalid auth_timestamp: ${timestamp}`)
  }
  const given = Number(timestamp) * 1000
  const now = clock.now()
  if (Math.abs(now - given) > limits.authTimestampSeconds * 1000) {
    const time = (ms: number) => new Date(ms).toISOString()
    throw new RestError(
      401,
      `Timestamp expired: Given timestamp (${time(given)}) not within ${limits.authTimestampSeconds}s of server time (${time(now)})`,
    )
  }
}
