import type { FrameEnvelope } from '../../protocol/client-frame.ts'
import type { Clock } from '../clock.ts'
import { Lane } from '../faults/lane.ts'
import type { Fate, Message } from '../faults/message-faults.ts'
import type { UnderWay } from '../waits/under-way.ts'
import type { Link } from './link.ts'
import type { WireFrame } from './wire-frame.ts'

/** The state of the network between service and clients, changed by faults. */
export interface NetworkConditions {
  /** Where what a fault delays counts as under way. */
  readonly underWay: UnderWay
  /** Nothing is wrong: every frame gets through at once. */
  readonly calm: boolean
  /** Milliseconds that a frame takes. */
  latency(): number
  /** Whether nothing of the connection gets through in either direction, though its socket stays open. */
  isSilent(socketId: string): boolean
  /** The number of the next frame of the app's clients; to be asked once for each. */
  nextFrame(): number
  /** What becomes of a message; to be asked once for each. */
  fateOf(message: Message): Fate
}

/** Whose wire it is. */
export interface WireOwner {
  readonly socketId: string
  /** A virtual peer, whose frames have no number. */
  readonly virtual: boolean
  /** The network ends the connection. */
  cut(code: number, reason: string): void
}

/** A link as the network lets it through. Frames keep their order, unless a fault is about single messages. */
export class Wire {
  readonly #link: Link
  readonly #owner: WireOwner
  readonly #network: NetworkConditions
  readonly #clock: Clock
  // Made with the first frame that is not let through at once, which most links never have.
  #out: Lane | undefined
  #in: Lane | undefined
  #ended = false

  constructor(link: Link, owner: WireOwner, network: NetworkConditions, clock: Clock) {
    this.#link = link
    this.#owner = owner
    this.#network = network
    this.#clock = clock
  }

  open(): void {
    this.#transmit(() => this.#link.open())
  }

  /** The number of the frame that comes now; to be asked once for each. */
  nextNumber(): number | undefined {
    return this.#owner.virtual ? undefined : this.#network.nextFrame()
  }

  /** @returns how often the frame left; a silent network swallows it */
  send(frame: WireFrame, number: number | undefined): number {
    if (this.#ended) return 0
    if (this.#network.calm && isIdle(this.#out)) {
      this.#link.send(frame.text)
      return 1
    }
    return this.#sendUnderFaults(frame, number)
  }

  close(code: number, reason: string): void {
    this.#out?.release()
    this.#transmit(() => {
      this.#out?.forgetLate()
      this.#link.close(code, reason)
    })
    this.#ended = true
  }

  drop(): void {
    this.end()
    this.#link.drop()
  }

  /**
   * Takes what the client sent and hands it on, with its number, when it has arrived.
   *
   * @param envelope reads it, where it is a message and no control frame
   */
  receive(deliver: (number: number | undefined) => void, envelope?: () => FrameEnvelope): void {
    if (this.#ended) return
    const number = envelope === undefined ? undefined : this.nextNumber()
    if (this.#network.calm && isIdle(this.#in)) {
      deliver(number)
      return
    }
    this.#in ??= new Lane(this.#clock, this.#network.underWay)
    this.#pass(this.#in, 'in', () => deliver(number), envelope, number)
  }

  /** The client is gone: nothing more is sent or delivered. */
  end(): void {
    this.#ended = true
    this.#out?.clear()
    this.#in?.clear()
  }

  /** Apart from `send`, which makes no closures. */
  #sendUnderFaults(frame: WireFrame, number: number | undefined): number {
    this.#out ??= new Lane(this.#clock, this.#network.underWay)
    return this.#pass(
      this.#out,
      'out',
      () => this.#link.send(frame.text),
      () => ({
        event: frame.event,
        ...(frame.channel !== undefined && { channel: frame.channel }),
      }),
      number,
    )
  }

  /** @returns how often it arrives */
  #pass(
    lane: Lane,
    direction: Message['direction'],
    task: () => void,
    envelope: (() => FrameEnvelope) | undefined,
    number: number | undefined,
  ): number {
    const { socketId } = this.#owner
    if (this.#network.isSilent(socketId)) return 0
    if (envelope === undefined) {
      lane.pass(task, this.#network.latency())
      return 1
    }
    const { event = '', channel } = envelope()
    const of = { direction, socketId, number, follows: lane.holds }
    const fate = this.#network.fateOf({ ...of, event, channel })
    if (fate.cut !== undefined) this.#owner.cut(fate.cut.code, fate.cut.reason)
    if (fate.copies > 0) lane.passMessage(task, () => this.#network.latency(), fate)
    return fate.copies
  }

  #transmit(task: () => void): void {
    if (this.#network.calm && isIdle(this.#out)) {
      task()
      return
    }
    this.#out ??= new Lane(this.#clock, this.#network.underWay)
    this.#out.pass(task, this.#network.latency())
  }
}

function isIdle(lane: Lane | undefined): boolean {
  return lane === undefined || lane.idle
}
