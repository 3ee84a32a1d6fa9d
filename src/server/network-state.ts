import type { Link } from './link.ts'
import type { NetworkConditions } from './wire.ts'

/** How the service meets a new socket: lets it in, cuts it before it opens, or refuses it with a code. */
export interface Refusal {
  /** A close code from 4000 on is sent after the socket has opened; 1006 cuts it before. */
  readonly code: number
  readonly message: string
}

/** What faults have done to the network. */
export class NetworkState {
  readonly conditions: NetworkConditions = { latency: 0, silent: false }
  readonly refusals: Refusal[] = []
  readonly stalled: Set<Link> = new Set()
  offline = false
  stalls = 0

  reset(): void {
    this.conditions.latency = 0
    this.conditions.silent = false
    this.refusals.length = 0
    this.offline = false
    this.stalls = 0
  }
}
