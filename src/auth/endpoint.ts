import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'

/** Where an app's authorization endpoint is, as its configuration says it. */
export interface Endpoint {
  /** Whether a request to this absolute URL is for it. */
  matches(url: string): boolean
  /** Matches every URL that `matches` does, and those that differ in the query alone. */
  readonly pattern: RegExp
}

/**
 * Reads an endpoint as an app's configuration has it: a path, which is on every origin; a URL, with or
 * without its scheme; or a path relative to the page, which is in every folder. Of a query the request has
 * to have each parameter. URLs are compared as browsers write them, without a default port.
 *
 * @throws PusherFakeError `invalid_option`
 */
export function parseEndpoint(name: string, endpoint: string): Endpoint {
  const { scheme, host, path, parameters } = takeApart(name, endpoint)
  const anywhere = host === undefined && !endpoint.startsWith('/')
  const start = `^${scheme ?? 'https?:'}\\/\\/${host === undefined ? '[^/?#]+' : escapeExpression(host)}`
  const folder = anywhere ? '(?:\\/[^?#]*)?' : ''
  const pattern = new RegExp(`${start}${folder}${escapeExpression(path)}(?:[?#]|$)`, 'i')
  return {
    pattern,
    matches(url) {
      const asked = new URL(url)
      if (scheme !== undefined && asked.protocol !== scheme) return false
      if (host !== undefined && asked.host !== host) return false
      const pathname = decoded(asked.pathname)
      const isThere = anywhere ? pathname.endsWith(decoded(path)) : pathname === decoded(path)
      return isThere && parameters.every(([key, value]) => asked.searchParams.has(key, value))
    },
  }
}

interface EndpointParts {
  /** With its colon; undefined where the page's is meant. */
  readonly scheme?: string
  readonly host?: string
  /** Percent-encoded, with its first slash. */
  readonly path: string
  readonly parameters: readonly (readonly [string, string])[]
}

function takeApart(name: string, endpoint: string): EndpointParts {
  const text = endpoint.trim()
  const hasScheme = /^[a-z][a-z\d+.-]*:/i.test(text)
  const relative = text.replace(/^(?:\.{1,2}\/)+/, '')
  const base = 'http://localhost'
  if (relative === '' || (hasScheme && !/^https?:\/\//i.test(text)) || !URL.canParse(text, base)) {
    throw new PusherFakeError(
      'invalid_option',
      `Option "${name}" must be a path ("/pusher/auth") or a URL that begins with http:// or https://, or false, got ${showValue(endpoint)}.`,
    )
  }
  const { protocol, host, pathname, searchParams } = new URL(hasScheme ? text : relative, base)
  const hasHost = hasScheme || text.startsWith('//')
  return {
    ...(hasScheme && { scheme: protocol }),
    ...(hasHost && { host }),
    path: pathname,
    parameters: [...searchParams],
  }
}

/** Percent-encoded in either case, or not at all. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function escapeExpression(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
