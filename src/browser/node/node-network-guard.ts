import { isPusherHost } from '../../protocol/connection-url.ts'
import { allOrNone } from '../realm/all-or-none.ts'
import { patchFunction } from '../realm/property-patch.ts'
import { guardCopies } from './copy-guard.ts'
import { watchNodeRequests } from './node-requests.ts'
import { refusal } from './refusal.ts'
import { guardRuntimeSockets } from './runtime-sockets.ts'
import { guardSockets } from './socket-guard.ts'

type Report = (message: string) => void
type Lookup = (hostname: unknown, ...rest: unknown[]) => unknown
/** Makes the error for a host, and tells of it. */
type Refuse = (host: string) => Error

let undo: (() => void) | undefined
const reports: Report[] = []

/**
 * In Node, lets no socket reach the live service: a dial to one of its hosts fails with a sentence that
 * says what to write, and so does that of a pusher-js that nobody serves to any other host. Elsewhere it does
 * nothing.
 *
 * For hosts of the service it stands where Node's sockets ask for an address, and not at their `connect`: MSW 3
 * answers there, and what it answers is not dialled. In Deno, whose sockets ask no `node:dns`, it has to stand
 * at `connect`.
 *
 * @returns takes the guard away
 */
export function guardNodeNetwork(report: Report): () => void {
  const dns = globalThis.process?.getBuiltinModule?.('node:dns')
  if (dns === undefined) return () => {}
  undo ??= guard(dns)
  reports.push(report)
  return () => {
    reports.splice(reports.indexOf(report), 1)
    if (reports.length > 0) return
    undo?.()
    undo = undefined
  }
}

interface NodeDns {
  lookup: unknown
  readonly promises: { lookup: unknown }
}

function guard(dns: NodeDns): () => void {
  const requests = watchNodeRequests(isPusherHost)
  const refuse = (host: string, request = requests.latest(host)) => {
    const message = refusal(host, request)
    for (const tell of new Set(reports)) tell(message)
    return new Error(`[pusher-js-fake] ${message}`)
  }
  const refuseHost = (hostname: unknown) => {
    const host = pusherHost(hostname)
    return host === undefined ? undefined : refuse(host)
  }
  return allOrNone(
    () => requests.stop,
    () => guardLookup(dns, refuse),
    () => guardLookupPromise(dns.promises, refuse),
    () => ('Deno' in globalThis ? guardSockets(refuseHost) : () => {}),
    () => guardRuntimeSockets(refuseHost),
    () =>
      guardCopies(({ hostname, href }) =>
        isPusherHost(hostname) ? undefined : refuse(hostname, href),
      ),
  )
}

function guardLookup(dns: NodeDns, refuse: Refuse): () => void {
  return patchFunction<Lookup>(
    dns,
    'lookup',
    (original) =>
      function guarded(this: unknown, hostname, ...rest) {
        const host = pusherHost(hostname)
        const callback = rest.at(-1)
        if (host === undefined || typeof callback !== 'function') {
          return original.call(this, hostname, ...rest)
        }
        // Only then is it known which request dials.
        queueMicrotask(() => callback(refuse(host)))
        return {}
      },
  )
}

/** How Playwright's `request` looks for a host. */
function guardLookupPromise(promises: NodeDns['promises'], refuse: Refuse): () => void {
  return patchFunction<Lookup>(
    promises,
    'lookup',
    (original) =>
      async function guarded(this: unknown, hostname, ...rest) {
        const host = pusherHost(hostname)
        if (host === undefined) return original.call(this, hostname, ...rest)
        await Promise.resolve()
        throw refuse(host)
      },
  )
}

function pusherHost(hostname: unknown): string | undefined {
  const host = typeof hostname === 'string' ? hostname.replace(/\.$/, '') : ''
  return isPusherHost(host) ? host : undefined
}
