import { classifyRequest } from '../../protocol/pusher-request.ts'
import { patchFunction } from '../realm/property-patch.ts'

type Parse = (url: unknown, ...rest: unknown[]) => unknown

/** The method of pusher-js's runtime that makes a socket, in every version. */
const DIALS = 'createWebSocket'

/**
 * Refuses the sockets of a pusher-js Node build that nobody could find, before they dial: on a host that is not
 * the service's, nothing but its URL tells them from others. They take it apart by `url.parse`, and pusher-js
 * takes what is thrown there for a socket that failed. Source: faye-websocket client.js; pusher-js core/
 * transports/transport_connection.ts, connect.
 *
 * @param refuse makes the error for a URL; undefined lets it be dialled
 * @returns takes the guard away
 */
export function guardCopies(refuse: (url: URL) => Error | undefined): () => void {
  return patchFunction<Parse>(
    globalThis.process.getBuiltinModule('node:url'),
    'parse',
    (original) =>
      function guarded(this: unknown, url, ...rest) {
        const error = isDialled(url) ? refuse(new URL(url)) : undefined
        if (error !== undefined) throw error
        return original.call(this, url, ...rest)
      },
  )
}

function isDialled(url: unknown): url is string {
  const isSocket = typeof url === 'string' && classifyRequest(url)?.kind === 'socket'
  return isSocket && new Error('Who asks?').stack?.includes(DIALS) === true
}
