import { ABNORMAL_CLOSURE, closeReason } from '../../protocol/close-codes.ts'
import type { Link } from '../connections/link.ts'
import type { NetworkConditions } from '../connections/wire.ts'
import type { Refusal } from './fault.ts'
import type { FaultList } from './fault-list.ts'

/** What the active faults make of the network. */
export class NetworkState {
  readonly conditions: NetworkConditions = { latency: 0, silent: false }
  readonly #stalled = new Set<Link>()
  readonly #faults: FaultList
  /** The fake is closed for good. */
  closed = false

  constructor(faults: FaultList) {
    this.#faults = faults
  }

  get offline(): boolean {
    return this.closed || this.#faults.has('goOffline')
  }

  get stalls(): boolean {
    return this.#faults.has('stall')
  }

  get refusal(): Required<Refusal> | undefined {
    const refusal = this.#faults.latest('refuseConnections')?.options
    if (refusal === undefined) return undefined
    const { code = ABNORMAL_CLOSURE, message = closeReason(code) } = refusal
    return { code, message }
  }

  /** Lets a socket hang until the last `stall` ends. @returns forgets it */
  stall(link: Link): () => void {
    this.#stalled.add(link)
    return () => this.#stalled.delete(link)
  }

  /** What is asked for every frame is worked out when faults change. */
  update(): void {
    this.conditions.latency = this.#faults.latest('latency')?.options.ms ?? 0
    this.conditions.silent = this.#faults.has('silence')
    if (this.stalls) return
    const stalled = [...this.#stalled]
    this.#stalled.clear()
    for (const link of stalled) link.drop()
  }
}
