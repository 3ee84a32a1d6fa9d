import { ABNORMAL_CLOSURE, closeReason } from '../../protocol/close-codes.ts'
import type { Link } from '../connections/link.ts'
import type { NetworkConditions } from '../connections/wire.ts'
import type { UnderWay } from '../waits/under-way.ts'
import type { FaultOf, Refusal } from './fault.ts'
import type { FaultList } from './fault-list.ts'
import { type Fate, type Message, MessageFaults } from './message-faults.ts'

/** What the network knows of the app. */
export interface NetworkHost {
  /** The live connections by socket id. */
  readonly connections: ReadonlyMap<string, unknown>
  readonly underWay: UnderWay
  /** At least 0, below 1. */
  random(): number
}

/** What the active faults make of the network. */
export class NetworkState implements NetworkConditions {
  readonly #stalled = new Set<Link>()
  readonly #faults: FaultList
  readonly #host: NetworkHost
  readonly #messages: MessageFaults
  /** Of a silence that is about those connected when it began. */
  readonly #silenced = new WeakMap<FaultOf<'silence'>, ReadonlySet<string>>()
  #silences: readonly FaultOf<'silence'>[] = []
  #latency = 0
  #jitter: FaultOf<'jitter'>['options'] | undefined
  /** The fake is closed for good. */
  closed = false
  calm = true
  /** How many frames the app's clients have got and sent, lost ones too. */
  frames = 0
  readonly underWay: UnderWay

  constructor(faults: FaultList, host: NetworkHost) {
    this.#faults = faults
    this.#host = host
    this.underWay = host.underWay
    this.#messages = new MessageFaults(faults, () => host.random())
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

  latency(): number {
    if (this.#jitter === undefined) return this.#latency
    const { min, max } = this.#jitter
    return this.#latency + min + (max - min) * this.#host.random()
  }

  isSilent(socketId: string): boolean {
    return this.#silences.some((fault) => {
      const { options } = fault
      if (options.socketId !== undefined && options.socketId !== socketId) return false
      return this.#silenced.get(fault)?.has(socketId) ?? true
    })
  }

  nextFrame(): number {
    this.frames += 1
    return this.frames
  }

  fateOf(message: Message): Fate {
    return this.#messages.fateOf(message)
  }

  /** Lets a socket hang until the last `stall` ends. @returns forgets it */
  stall(link: Link): () => void {
    this.#stalled.add(link)
    return () => this.#stalled.delete(link)
  }

  /** What is asked for every frame is worked out when faults change. */
  update(): void {
    this.#latency = this.#faults.latest('latency')?.options.ms ?? 0
    this.#jitter = this.#faults.latest('jitter')?.options
    this.#silences = this.#faults.all('silence')
    for (const fault of this.#silences) {
      if (!fault.options.connected || this.#silenced.has(fault)) continue
      this.#silenced.set(fault, new Set(this.#host.connections.keys()))
    }
    this.#messages.update()
    this.calm =
      this.#latency === 0 &&
      this.#jitter === undefined &&
      this.#silences.length === 0 &&
      !this.#messages.any
    if (this.stalls) return
    const stalled = [...this.#stalled]
    this.#stalled.clear()
    for (const link of stalled) link.drop()
  }
}
