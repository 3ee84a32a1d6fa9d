import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { AllowedHosts } from './allowed-hosts.ts'
import { ControlError } from './control-error.ts'

/** Who may use the API. */
export interface Guard extends LocalGuard {
  readonly token: string
  /** Who may speak besides this machine; nobody unless told. */
  readonly allowed?: AllowedHosts
}

/** What counts as this machine. */
export interface LocalGuard {
  /** Addresses that the server listens on, besides those of loopback. */
  readonly hosts: readonly string[]
}

/**
 * Lets in who is on this machine or allowed, is no web page of another origin and knows the token. The name
 * in `Host` counts as well as the address: a page whose own name was rebound to 127.0.0.1 comes from here.
 *
 * @throws ControlError 401 or 403
 */
export async function assertAllowed(
  request: Request,
  address: string,
  guard: Guard,
): Promise<void> {
  await assertKnown(request, address, guard)
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
export function assertLocal(request: Request, address: string, { hosts }: LocalGuard): void {
  const name = hostOf(request)
  if (!isLoopback(address) && !hosts.includes(address)) throw wrongAddress(address)
  if (!isLoopback(name) && !hosts.includes(name)) throw wrongHost(name)
  assertSameOrigin(request)
}

/** As {@link assertLocal}, and lets in who is allowed. @throws ControlError 403 */
async function assertKnown(
  request: Request,
  address: string,
  { hosts, allowed }: Guard,
): Promise<void> {
  if (allowed === undefined) return assertLocal(request, address, { hosts })
  const name = hostOf(request)
  const isNamed = allowed.names(name)
  const isHere = isLoopback(address) || hosts.includes(address)
  const isAllowed = isHere || isNamed || (await allowed.reaches(address))
  if (!isAllowed) throw wrongAddress(address)
  // A page cannot have an address for its name rebound: it has none.
  const isOwn = isLoopback(name) || hosts.includes(name) || isNamed
  if (!isOwn && isIP(name) === 0) throw wrongHost(name)
  assertSameOrigin(request)
}

function hostOf(request: Request): string {
  return withoutBrackets(new URL(request.url).hostname)
}

function assertSameOrigin(request: Request): void {
  const page = request.headers.get('origin')
  if (page === null || page === new URL(request.url).origin) return
  throw forbidden(`The control API answers no web page of another origin, such as ${page}.`)
}

function wrongAddress(address: string): ControlError {
  return forbidden(
    `The control API answers only this machine, not ${address}. The server's --control-host lets others speak.`,
  )
}

function wrongHost(name: string): ControlError {
  return forbidden(
    `The control API is at localhost, not at the Host "${name}". The server's --control-host names others.`,
  )
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
