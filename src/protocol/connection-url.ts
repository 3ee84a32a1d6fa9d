/** What a client says of itself in the URL of its socket. */
export interface ConnectionUrl {
  /** As the client dialled it. */
  readonly url: string
  /** Whether it is over TLS. */
  readonly secure: boolean
  /** Undefined when the path ends before the key. */
  readonly key?: string
  /** Undefined when the parameter is missing. */
  readonly protocol?: string
  /** What the client says it is, such as `js`. */
  readonly client?: string
  /** Of the client. */
  readonly version?: string
}

/** Domains of the live service; nothing may ever dial a host in one of them. */
export const PUSHER_DOMAINS: readonly string[] = ['pusher.com', 'pusherapp.com']

/** A host in one of them. */
const PUSHER_HOST = /(?:^|\.)pusher(?:app)?\.com$/i

const PROTOCOL = /^\d+$/

const APP_PATH = /\/app(?:\/([^/]*))?\/?$/

export function isPusherHost(hostname: string): boolean {
  return PUSHER_HOST.test(hostname)
}

/**
 * Reads the URL that a client dials: any host, any path prefix, `/app/:key`.
 * Source: pusher-js core/transports/url_schemes.ts.
 *
 * @param anyHost takes every URL for one of Pusher's, as a server does that nothing else is asked of
 * @returns undefined when the URL is not one of Pusher's
 */
export function parseConnectionUrl(
  url: string,
  { anyHost = false }: { anyHost?: boolean } = {},
): ConnectionUrl | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined) return undefined
  const path = APP_PATH.exec(parsed.pathname)
  // What pusher-js always sends; others have such a path, too, and a parameter `client`.
  const speaksPusher = PROTOCOL.test(parsed.searchParams.get('protocol') ?? '')
  if (!anyHost && !isPusherHost(parsed.hostname) && (path === null || !speaksPusher))
    return undefined

  const parameter = (name: string) => parsed.searchParams.get(name) ?? undefined
  const key = path?.[1] ? decodeComponent(path[1]) : undefined
  const protocol = parameter('protocol')
  const client = parameter('client')
  const version = parameter('version')
  return {
    url,
    secure: parsed.protocol === 'wss:' || parsed.protocol === 'https:',
    ...(key !== undefined && { key }),
    ...(protocol !== undefined && { protocol }),
    ...(client !== undefined && { client }),
    ...(version !== undefined && { version }),
  }
}

/** A part of a URL decoded, or as it is when it is not well-formed. */
export function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
