import { isPusherHost } from '../protocol/connection-url.ts'
import { PropertyPatch } from './property-patch.ts'

type Report = (message: string) => void
type Lookup = (hostname: unknown, ...rest: unknown[]) => unknown

let patch: PropertyPatch<Lookup> | undefined
const reports = new Set<Report>()

/**
 * In Node, lets no socket reach the live service: a dial to one of its hosts fails with a sentence that
 * says what to write. Elsewhere it does nothing.
 *
 * It stands where Node's sockets ask for the address of a host, and not at their `connect`: MSW 3 answers
 * there, and what it answers is not dialled.
 *
 * @returns takes the guard away
 */
export function guardNodeNetwork(report: Report): () => void {
  const dns = globalThis.process?.getBuiltinModule?.('node:dns')
  if (dns === undefined) return () => {}
  reports.add(report)
  patch ??= new PropertyPatch<Lookup>(
    dns,
    'lookup',
    (lookup) =>
      function guarded(this: unknown, hostname, ...rest) {
        const callback = rest.at(-1)
        const host = typeof hostname === 'string' ? hostname.replace(/\.$/, '') : ''
        if (!isPusherHost(host) || typeof callback !== 'function') {
          return lookup.call(this, hostname, ...rest)
        }
        const message = refusal(host)
        for (const tell of reports) tell(message)
        queueMicrotask(() => callback(new Error(`[pusher-js-fake] ${message}`)))
        return {}
      },
  )
  return () => {
    reports.delete(report)
    if (reports.size > 0) return
    patch?.restore()
    patch = undefined
  }
}

function refusal(host: string): string {
  return [
    `Refused to dial ${host}: no byte may reach the live service while a fake is installed.`,
    "Is it a socket of pusher-js's Node build? Write installPusherFake({ Pusher }).",
    'Is it a REST call of the server SDK? Use pusherHandlers of pusher-js-fake/msw.',
  ].join(' ')
}
