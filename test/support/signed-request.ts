import { createHash, createHmac } from 'node:crypto'

export interface SignedRequestOptions {
  readonly method?: string
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown
  /** Pairs where a name comes more than once. */
  readonly query?: Readonly<Record<string, string>> | readonly (readonly [string, string])[]
  /** Overrides of the signing parameters, before the signature; undefined leaves one out. */
  readonly auth?: Readonly<Record<string, string | undefined>>
  /** Used in place of the right one. */
  readonly signature?: string
  readonly secret?: string
  /** @default now */
  readonly nowMs?: number
  readonly origin?: string
  /** Path of a proxy in front of the service's, signed with it. */
  readonly prefix?: string
}

/**
 * A request to the REST API, signed by Node's own crypto and not by the code under test.
 *
 * @param path after `/apps/APP_ID`
 */
export function signedRequest(
  fake: { readonly appId: string; readonly key: string; readonly secret: string },
  path: string,
  options: SignedRequestOptions = {},
): Request {
  const { body, nowMs = Date.now(), origin = 'https://api-mt1.pusher.com' } = options
  const { prefix = '' } = options
  const given = options.query ?? {}
  const { method = body === undefined ? 'GET' : 'POST', secret = fake.secret } = options
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const parameters: Record<string, string | undefined> = {
    auth_key: fake.key,
    auth_timestamp: String(Math.floor(nowMs / 1000)),
    auth_version: '1.0',
    ...(text !== undefined && { body_md5: createHash('md5').update(text).digest('hex') }),
    ...options.auth,
  }
  const asked = Symbol.iterator in given ? [...given] : Object.entries(given)
  const query = [...asked, ...Object.entries(parameters)].flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as [string, string]],
  )
  const pathname = `${prefix}/apps/${fake.appId}${path}`
  const sorted = query.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${k}=${v}`)
  const signature = createHmac('sha256', secret)
    .update([method, pathname, sorted.join('&')].join('\n'))
    .digest('hex')
  const search = new URLSearchParams(query)
  search.set('auth_signature', options.signature ?? signature)
  return new Request(`${origin}${pathname}?${search}`, {
    method,
    ...(text !== undefined && { body: text }),
  })
}
