import { ABNORMAL_CLOSURE, closeReason } from '../../protocol/close-codes.ts'
import type { FrameDirection } from '../log/frame-log.ts'
import type { FaultName, FaultOf, MessageFault } from './fault.ts'
import type { FaultList } from './fault-list.ts'

/** A frame on its way. */
export interface Message {
  /** `in` from the client, `out` to the client. */
  readonly direction: FrameDirection
  readonly socketId: string
  readonly event: string
  readonly channel: string | undefined
  /** As `FrameRecord.number`; none for virtual peers. */
  readonly number: number | undefined
  /** It comes after one that waits to change places with it. */
  readonly follows: boolean
}

/** What becomes of a message. */
export interface Fate {
  /** How often it arrives; 0 when it is lost. */
  readonly copies: number
  /** Milliseconds by which others of its connection overtake it. */
  readonly lateBy: number
  /** Whether it changes places with the next one. */
  readonly swaps: boolean
  /** How its connection ends in its place; it is lost then. */
  readonly cut?: { readonly code: number; readonly reason: string }
}

type MessageFaultName = 'lose' | 'duplicate' | 'delay' | 'reorder' | 'cut'

type Active = { [Name in MessageFaultName]: FaultOf<Name> }[MessageFaultName]

const UNHARMED: Fate = { copies: 1, lateBy: 0, swaps: false }

/** The faults that are about single messages. Each one that matches does its work, the oldest first. */
export class MessageFaults {
  readonly #faults: FaultList
  readonly #random: () => number
  #active: readonly Active[] = []

  constructor(faults: FaultList, random: () => number) {
    this.#faults = faults
    this.#random = random
  }

  get any(): boolean {
    return this.#active.length > 0
  }

  /** To be called when faults have changed. */
  update(): void {
    this.#active = this.#faults.list().filter(isAboutMessages)
  }

  /** Decides what becomes of a message, and counts the faults that it is due to. */
  fateOf(message: Message): Fate {
    let fate = UNHARMED
    for (const fault of this.#active) {
      if (message.follows && fault.name === 'reorder') continue
      if (!this.#hits(fault.options, message)) continue
      fate = changed(fate, fault)
      this.#faults.use(fault)
      if (fate.copies === 0) break
    }
    return fate
  }

  #hits(options: MessageFault, message: Message): boolean {
    const { channel, event, direction, socketId, frame, probability = 1 } = options
    return (
      (channel === undefined || channel === message.channel) &&
      (event === undefined || event === message.event) &&
      (direction === undefined || direction === message.direction) &&
      (socketId === undefined || socketId === message.socketId) &&
      (frame === undefined || frame === message.number) &&
      (probability === 1 || this.#random() < probability)
    )
  }
}

function changed(fate: Fate, fault: Active): Fate {
  switch (fault.name) {
    case 'lose':
      return { ...fate, copies: 0 }
    case 'duplicate':
      return { ...fate, copies: fate.copies + 1 }
    case 'delay':
      return { ...fate, lateBy: fate.lateBy + fault.options.ms }
    case 'reorder':
      return { ...fate, swaps: true }
    case 'cut': {
      const { code = ABNORMAL_CLOSURE, reason = closeReason(code) } = fault.options
      return { ...fate, copies: 0, cut: { code, reason } }
    }
  }
}

function isAboutMessages(fault: FaultOf<FaultName>): fault is Active {
  return ['lose', 'duplicate', 'delay', 'reorder', 'cut'].includes(fault.name)
}
