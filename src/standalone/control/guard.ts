import { createHash, timingSafeEqual } from 'node:crypto'
import { ControlError } from './control-error.ts'

/** Who may use the API. */
export interface Guard {
  readonly token: string
  /** Addresses that the server listens on, besides those of loopback. */
  readonly hosts: readonly string[]
}

/**
 * Lets in who is on this machine, is no web page of another origin and knows the token. The name in
 * `Host` counts as well as the address: a page whose own name was rebound to 127.0.0.1 comes from here.
 *
 * @throws ControlError 401 or 403
 */
export function assertAllowed(request: Request, address: string, guard: Guard): void {
  assertLocal(request, address, guard)
  const { token } = guard
  const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (given === undefined || !equal(given, token)) {
    throw new ControlError(
      401,
      'unauthorized',
      `${given === undefined ? 'There is no token' : 'The token is wrong'}: send "Authorization: Bearer TOKEN".`,
      { 'www-authenticate': 'Bearer' },
    )
  }
}

/**
 * Lets in who is on this machine and is no web page of another origin.
 *
 * @throws ControlError 403
 */
export function assertLocal(
  request: Request,
  address: string,
  { hosts }: Pick<Guard, 'hosts'>,
): void {
  const { hostname, origin } = new URL(request.url)
  if (!isLoopback(address) && !hosts.includes(address)) {
    throw forbidden(`The control API answers only this machine, not ${address}.`)
  }
  const name = withoutBrackets(hostname)
  if (!isLoopback(name) && !hosts.includes(name)) {
    throw forbidden(`The control API is at localhost, not at the Host "${name}".`)
  }
  const page = request.headers.get('origin')
  if (page !== null && page !== origin) {
    throw forbidden(`The control API answers no web page of another origin, such as ${page}.`)
  }
}

/** Whether a name or an address leads to this machine and to no other. */
function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(host)
  )
}

function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** In constant time, whatever the lengths. */
function equal(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function forbidden(message: string): ControlError {
  return new ControlError(403, 'forbidden', message)
}
