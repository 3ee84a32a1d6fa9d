import { isIP } from 'node:net'
import { AUTH_RULES, type AuthOptions } from '../auth/auth-options.ts'
import { isRecord } from '../protocol/json.ts'
import {
  checkOptions,
  isListOf,
  isMoreThanZero,
  isPort,
  isString,
  type Rule,
  type Rules,
} from '../server/check-options.ts'

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

// Node takes a host that it cannot use for none, and listens to the whole network.
export const ADDRESS: Rule = [
  'an address or a name of this machine, without brackets, scheme or port',
  (value) => typeof value === 'string' && (isIP(value) !== 0 || /^[^\s/:[\]]+$/.test(value)),
]
export const PORT: Rule = ['a port between 0 and 65535', isPort]
const PEM: Rule = ['a PEM text', isString, { required: true }]
const TOKEN: Rule = [
  'a non-empty string of visible ASCII, for a header to carry it',
  (value) => typeof value === 'string' && /^[\x21-\x7e]+$/.test(value),
  { required: true },
]

export const CONTROL_RULES: Rules<ControlOptions> = {
  token: TOKEN,
  hosts: ['a list of hosts', isListOf(isString)],
}

const SERVER_RULES: Rules<PusherServerOptions> = {
  host: ADDRESS,
  port: PORT,
  webHost: ADDRESS,
  webPort: PORT,
  tls: ['{ cert, key }, both PEM texts', isRecord, { inner: { cert: PEM, key: PEM } }],
  maxBufferedBytes: ['a positive number of bytes', isMoreThanZero],
  auth: [
    'options of the authorization endpoints, or false',
    isRecordOrFalse,
    { inner: AUTH_RULES },
  ],
  control: ['{ token, hosts }, or false', isRecordOrFalse, { inner: CONTROL_RULES }],
  inspector: ['{ token }, or false', isRecordOrFalse, { inner: { token: TOKEN } }],
}

/** @throws PusherFakeError `invalid_option` */
export function checkServerOptions(options: PusherServerOptions): void {
  checkOptions(options, SERVER_RULES)
}

function isRecordOrFalse(value: unknown): boolean {
  return value === false || isRecord(value)
}
