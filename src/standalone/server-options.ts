import { type AuthOptions, assertAuthOptions } from '../auth/auth-endpoints.ts'
import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import { assertKnownOptions } from '../server/options.ts'

/** Options of `startPusherServer`. */
export interface PusherServerOptions {
  /** Address for sockets and, unless `webHost` says otherwise, HTTP. @default '127.0.0.1' */
  host?: string
  /** Port for sockets and, unless `webPort` says otherwise, HTTP; 0 picks a free one. @default 0 */
  port?: number
  /** Address for HTTP, where it has a port of its own. @default that of `host` */
  webHost?: string
  /** Port of its own for HTTP; 0 picks a free one. @default that of `port` */
  webPort?: number
  /** Certificate and key in PEM; sockets and HTTP are then served over TLS. */
  tls?: { cert: string; key: string }
  /** Bytes that may wait for a client that reads too slowly, before it is closed with 4100. @default 1 MiB */
  maxBufferedBytes?: number
  /** Answers the app's authorization endpoints too. @default false */
  auth?: AuthOptions | false
  /** Shows a live page at /inspector to who knows the token, on this machine only. @default false */
  inspector?: { token: string } | false
  /**
   * The control API, for test suites in other languages: under `/control/v1`, for this machine and the
   * hosts that are named, and for who sends `Authorization: Bearer TOKEN`. @default false
   */
  control?: ControlOptions | false
}

/** Who may use the control API. */
export interface ControlOptions {
  token: string
  /**
   * Who may speak besides this machine: names as in `Host` or of the client, addresses, networks such as
   * `172.16.0.0/12`, or `*`. @default nobody
   */
  hosts?: readonly string[]
}

const NAMES: readonly (keyof PusherServerOptions)[] = [
  'host',
  'port',
  'webHost',
  'webPort',
  'tls',
  'maxBufferedBytes',
  'auth',
  'control',
  'inspector',
]

/** @throws PusherFakeError `invalid_option` */
export function checkServerOptions(options: PusherServerOptions): void {
  assertKnownOptions(options, NAMES)
  const { port, webPort, host, webHost, tls, maxBufferedBytes, auth, control, inspector } = options
  // Node takes a host that it cannot use for none, and listens to the whole network.
  for (const [name, value] of Object.entries({ host, webHost })) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new PusherFakeError(
        'invalid_option',
        `Option "${name}" must be an address or a name of this machine, got ${showValue(value)}.`,
      )
    }
  }
  if (tls !== undefined && !(typeof tls?.cert === 'string' && typeof tls.key === 'string')) {
    throw new PusherFakeError(
      'invalid_option',
      `Option "tls" must be { cert, key }, both PEM texts, got ${showValue(tls)}.`,
    )
  }
  for (const [name, value] of Object.entries({ port, webPort })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 65_535)) {
      throw new PusherFakeError(
        'invalid_option',
        `Option "${name}" must be a port between 0 and 65535, got ${showValue(value)}.`,
      )
    }
  }
  if (maxBufferedBytes !== undefined && !isPositive(maxBufferedBytes)) {
    throw new PusherFakeError(
      'invalid_option',
      `Option "maxBufferedBytes" must be a positive number of bytes, got ${showValue(maxBufferedBytes)}.`,
    )
  }
  if (auth) assertAuthOptions(auth)
  if (inspector) checkToken('inspector', inspector, ['token'])
  if (control) checkToken('control', control, ['token', 'hosts'])
}

function checkToken(name: string, option: { token: string }, known: readonly string[]): void {
  assertKnownOptions(option, known, `option of ${name}`)
  if (typeof option.token !== 'string' || !/^[\x21-\x7e]+$/.test(option.token)) {
    throw new PusherFakeError(
      'invalid_option',
      `Option "${name}.token" must be a non-empty string of visible ASCII, for a header to carry it.`,
    )
  }
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}
