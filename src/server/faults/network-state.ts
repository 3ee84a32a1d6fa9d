import type { Link } from '../connections/link.ts'
import type { NetworkConditions } from '../connections/wire.ts'
import { type ActiveFault, addFault } from './active-fault.ts'

/** How the service meets a new socket that it does not let in. */
export interface Refusal {
  /** A close code from 4000 on is sent after the socket has opened; 1006 cuts it before. */
  readonly code: number
  readonly message: string
}

/** What faults have done to the network; of several of a kind the latest counts. */
export class NetworkState {
  readonly conditions: NetworkConditions = { latency: 0, silent: false }
  readonly stalled: Set<Link> = new Set()
  /** The fake is closed for good. */
  closed = false
  stalls = 0
  readonly #refusals: Refusal[] = []
  readonly #latencies: { ms: number }[] = []
  readonly #silences: object[] = []
  readonly #offline: object[] = []

  get offline(): boolean {
    return this.closed || this.#offline.length > 0
  }

  get refusal(): Refusal | undefined {
    return this.#refusals.at(-1)
  }

  addRefusal(refusal: Refusal): ActiveFault {
    return addFault(this.#refusals, refusal)
  }

  addLatency(ms: number): ActiveFault {
    return addFault(this.#latencies, { ms }, () => this.#update())
  }

  addSilence(): ActiveFault {
    return addFault(this.#silences, {}, () => this.#update())
  }

  addOffline(): ActiveFault {
    return addFault(this.#offline, {})
  }

  goOnline(): void {
    this.#offline.length = 0
  }

  reset(): void {
    this.#refusals.length = 0
    this.#latencies.length = 0
    this.#silences.length = 0
    this.#offline.length = 0
    this.stalls = 0
    this.#update()
  }

  #update(): void {
    this.conditions.latency = this.#latencies.at(-1)?.ms ?? 0
    this.conditions.silent = this.#silences.length > 0
  }
}
