import { type ConnectionUrl, isPusherHost, parseConnectionUrl } from './connection-url.ts'
import { type FallbackUrl, fallbackOf } from './fallback-url.ts'
import { type PusherScript, parseScriptUrl } from './pusher-script.ts'

/** A request to Pusher, or to a service that takes its place. */
export type PusherRequest = Purpose & {
  /** Whether it would reach the live service. */
  readonly live: boolean
}

/** What a request is for. */
type Purpose =
  | { readonly kind: 'socket'; readonly connection: ConnectionUrl }
  | { readonly kind: 'fallback'; readonly fallback: FallbackUrl }
  /** The HTTP API; `key` is who signed it. */
  | { readonly kind: 'rest'; readonly appId: string; readonly key?: string }
  /** How pusher-js tells of its own connections. */
  | { readonly kind: 'stats' }
  /** pusher-js itself, or a part of it that it loads. */
  | { readonly kind: 'script'; readonly script: PusherScript }
  /** The transport sockjs, or its library. */
  | { readonly kind: 'sockjs' }
  /** Anything else on a host of the live service. */
  | { readonly kind: 'unknown' }

/**
 * Expressions over whole URLs, for doors whose requests are filtered elsewhere: every request of Pusher's
 * matches one of them. Those that match by a parameter alone may be somebody else's.
 */
export const PUSHER_REQUESTS: readonly RegExp[] = [
  /^https?:\/\/(?:[^/?#]+\.)?pusher(?:app)?\.com(?::\d+)?(?:[/?#]|$)/i,
  // The path is looked at where a request has come; in one expression both could be slow.
  /^[^?#]*\?(?:[^#]*&)?auth_key=/,
  /^https?:\/\/(?:cdnjs\.cloudflare\.com\/ajax\/libs\/pusher|cdn\.jsdelivr\.net\/npm\/pusher-js|unpkg\.com\/pusher-js)(?:[@/?]|$)/i,
]

const SOCKET_SCHEME = /^wss?:$/
const RESOURCES: ReadonlySet<string | undefined> = new Set([
  'events',
  'batch_events',
  'channels',
  'users',
])
const STATS = /\/timeline\/v\d+\/(?:xhr|jsonp)(?:\/|$)/
const SOCKJS_LIBRARY = /\/sockjs[^/]*\.js$/
const SOCKJS = /^\/pusher(?:\/|$)/

/**
 * Says what a request or socket to this URL wants of Pusher: the one place that tells Pusher's URLs from
 * others.
 * Sources: pusher-js core/transports/url_schemes.ts, core/pusher.ts (stats), runtimes/web/dom/
 * dependency_loader.ts (CDN); Pusher docs, library_auth_reference/rest-api.
 *
 * @returns undefined when it is nothing of Pusher's
 */
export function classifyRequest(url: string): PusherRequest | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const live = parsed !== undefined && isPusherHost(parsed.hostname)
  const purpose = parsed && purposeOf(parsed, live)
  return purpose && { ...purpose, live }
}

function purposeOf(url: URL, live: boolean): Purpose | undefined {
  const { hostname, pathname, searchParams } = url
  if (SOCKET_SCHEME.test(url.protocol)) {
    const connection = parseConnectionUrl(url.href)
    return connection && { kind: 'socket', connection }
  }
  const fallback = fallbackOf(url)
  if (fallback !== undefined) return { kind: 'fallback', fallback }
  const appId = appIdOf(pathname)
  const key = searchParams.get('auth_key')
  // At that path of another host it may be the app's own API, but Pusher's is signed.
  if (appId !== undefined && (live || key !== null)) {
    return { kind: 'rest', appId, ...(key !== null && { key }) }
  }
  if (STATS.test(pathname)) return { kind: 'stats' }
  const script = parseScriptUrl(url)
  if (script !== undefined) {
    return SOCKJS_LIBRARY.test(pathname) ? { kind: 'sockjs' } : { kind: 'script', script }
  }
  if (!live) return undefined
  return { kind: hostname.startsWith('sockjs') && SOCKJS.test(pathname) ? 'sockjs' : 'unknown' }
}

/** Of a path of the HTTP API, whatever stands before it. */
function appIdOf(pathname: string): string | undefined {
  const segments = pathname.split('/')
  const apps = segments.findIndex(
    (segment, index) => segment === 'apps' && RESOURCES.has(segments[index + 2]),
  )
  return apps === -1 ? undefined : segments[apps + 1] || undefined
}
