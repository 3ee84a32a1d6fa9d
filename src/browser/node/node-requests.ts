/** The requests of a Node process to some hosts, by what Node's diagnostics tell of them. */
export interface NodeRequests {
  /** `METHOD URL` of the latest request to a host, undefined when Node told of none. */
  latest(host: string): string | undefined
  stop(): void
}

// Sources: Node.js docs, diagnostics_channel, "HTTP"; undici docs, DiagnosticsChannel.
const FETCH = 'undici:request:create'
const HTTP = 'http.client.request.created'

/** Notes the requests of fetch, WebSocket and node:http, since a look-up of an address names only a host. */
export function watchNodeRequests(concerns: (host: string) => boolean): NodeRequests {
  const channels = globalThis.process.getBuiltinModule('node:diagnostics_channel')
  const requests = new Map<string, string>()
  const listen = (message: unknown) => {
    const { request } = message as { request: FetchRequest | HttpRequest }
    const origin = 'origin' in request ? request.origin : httpOrigin(request)
    const url = URL.canParse(origin) ? new URL(request.path, origin) : undefined
    if (url !== undefined && concerns(url.hostname)) {
      requests.set(url.hostname, `${request.method} ${url.href}`)
    }
  }
  channels.subscribe(FETCH, listen)
  channels.subscribe(HTTP, listen)
  return {
    latest: (host) => requests.get(host),
    stop() {
      channels.unsubscribe(FETCH, listen)
      channels.unsubscribe(HTTP, listen)
    },
  }
}

interface FetchRequest {
  readonly origin: string
  readonly path: string
  readonly method: string
}

interface HttpRequest {
  readonly protocol: string
  readonly path: string
  readonly method: string
  getHeader(name: string): unknown
}

function httpOrigin(request: HttpRequest): string {
  return `${request.protocol}//${String(request.getHeader('host'))}`
}
