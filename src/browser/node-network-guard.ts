import { isPusherHost } from '../protocol/connection-url.ts'
import { PropertyPatch } from './property-patch.ts'

type Report = (message: string) => void

interface Connectable {
  connect(...args: unknown[]): unknown
  destroy(error: Error): unknown
}

let patch: PropertyPatch<Connectable['connect']> | undefined
const reports = new Set<Report>()

/**
 * In Node, lets no socket reach the live service: a dial to one of its hosts fails with a sentence that
 * says what to write. Elsewhere it does nothing.
 *
 * @returns takes the guard away
 */
export function guardNodeNetwork(report: Report): () => void {
  const net = globalThis.process?.getBuiltinModule?.('node:net')
  if (net === undefined) return () => {}
  reports.add(report)
  patch ??= new PropertyPatch<Connectable['connect']>(
    net.Socket.prototype,
    'connect',
    (connect) =>
      function guarded(this: Connectable, ...args: unknown[]): unknown {
        const host = hostOf(args)
        if (host === undefined || !isPusherHost(host)) return connect.apply(this, args)
        const message = refusal(host)
        for (const tell of reports) tell(message)
        this.destroy(new Error(`[pusher-js-fake] ${message}`))
        return this
      },
  )
  return () => {
    reports.delete(report)
    if (reports.size > 0) return
    patch?.restore()
    patch = undefined
  }
}

/** `connect(options)`, `connect(port, host)`, or the array that net.connect makes of either. */
function hostOf(args: readonly unknown[]): string | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  if (typeof second === 'string') return second
  if (typeof first !== 'object' || first === null || !('host' in first)) return undefined
  return typeof first.host === 'string' ? first.host : undefined
}

function refusal(host: string): string {
  return [
    `Refused to dial ${host}: no byte may reach the live service while a fake is installed.`,
    "Is it a socket of pusher-js's Node build? Write installPusherFake({ Pusher }).",
    'Is it a REST call of the server SDK? Use pusherHandlers of pusher-js-fake/msw.',
  ].join(' ')
}
