import { type ConnectionUrl, parseConnectionUrl } from './connection-url.ts'

/** A URL of pusher-js's transports xhr_streaming and xhr_polling, taken apart. */
export interface FallbackUrl {
  /** Names the session: the path without its last segment, and the origin. */
  readonly session: string
  readonly action: 'xhr_streaming' | 'xhr' | 'xhr_send'
  /** As a socket would have dialled. */
  readonly connection: ConnectionUrl
}

const FALLBACK = /^(.*\/app\/[^/]+)(\/\d+\/[0-9a-z]+)\/(xhr_streaming|xhr_send|xhr)$/

/** @returns undefined where a request is for something else */
export function fallbackOf({ origin, pathname, search }: URL): FallbackUrl | undefined {
  const [, base, session, action] = FALLBACK.exec(pathname) ?? []
  if (base === undefined || session === undefined) return undefined
  // xhr_send names no protocol; its session is known already.
  const query = action === 'xhr_send' ? '?protocol=7' : search
  const connection = parseConnectionUrl(origin + base + query)
  return (
    connection && {
      session: origin + base + session,
      action: action as FallbackUrl['action'],
      connection,
    }
  )
}
