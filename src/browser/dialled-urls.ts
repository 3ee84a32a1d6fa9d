import { classifyRequest } from '../protocol/pusher-request.ts'
import { PropertyPatch } from './property-patch.ts'

type Parse = (url: unknown, ...rest: unknown[]) => unknown

/** The sockets of Pusher's that are about to be dialled in a Node process, whatever their hosts. */
export interface DialledUrls {
  /** The URL for which a connection to this host and port is made just now. */
  at(host: unknown, port: unknown): string | undefined
  stop(): void
}

/**
 * A connection names no path. The sockets of pusher-js's Node build take their URL apart by `url.parse` and dial
 * in the same breath. Source: faye-websocket client.js.
 */
export function watchDialledUrls(): DialledUrls {
  const node = globalThis.process.getBuiltinModule('node:url')
  let latest: URL | undefined
  const parse = new PropertyPatch<Parse>(
    node,
    'parse',
    (original) =>
      function watched(this: unknown, url, ...rest) {
        if (typeof url === 'string' && classifyRequest(url)?.kind === 'socket') {
          latest = new URL(url)
          queueMicrotask(() => {
            latest = undefined
          })
        }
        return original.call(this, url, ...rest)
      },
  )
  return {
    at(host, port) {
      if (latest === undefined || host !== latest.hostname.replace(/^\[|\]$/g, '')) return undefined
      return Number(port) === portOf(latest) ? latest.href : undefined
    },
    stop: () => parse.restore(),
  }
}

function portOf({ protocol, port }: URL): number {
  const usual = protocol === 'wss:' ? 443 : 80
  return port === '' ? usual : Number(port)
}
