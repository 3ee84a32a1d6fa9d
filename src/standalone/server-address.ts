/** Where a server is reached, each host so that it connects when pasted. */
export interface ServerAddress {
  readonly tls: boolean
  /** Of the sockets; an IPv6 address in brackets. */
  readonly host: string
  readonly port: number
  /** Of HTTP; an IPv6 address in brackets. */
  readonly webHost: string
  readonly webPort: number
}

/** An address to connect to, for one to listen on: `0.0.0.0` and `::` are every address and none. */
export function reachable(host: string): string {
  const isEvery = host === '0.0.0.0' || /^\[?[0:]+\]?$/.test(host)
  if (isEvery) return '127.0.0.1'
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}
