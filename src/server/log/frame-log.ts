import { decodeData, isRecord, parseJson } from '../../protocol/json.ts'
import { checkOptions, isString, type Rules } from '../check-options.ts'
import type { WireFrame } from '../connections/wire-frame.ts'
import { BoundedLog, type LogBounds } from './bounded-log.ts'

/** As the service sees it: `in` from the client, `out` to the client. */
export type FrameDirection = 'in' | 'out'

/** One frame of the log. */
export interface FrameRecord {
  /**
   * Its place in the order of everything that happens to the fake, frames of all connections and entries of the
   * journal; counts up from 1, never reused, not even by `reset`.
   */
  readonly id: number
  /**
   * Its place among all that the app's clients have got and sent, from 1, the handshake and what a fault has
   * lost included; counted anew by `reset`. None for virtual peers. A copy has that of its original.
   */
  readonly number?: number
  /** Milliseconds since the epoch. */
  readonly time: number
  /** `in` from the client, `out` to the client. */
  readonly direction: FrameDirection
  readonly socketId: string
  /** The event's name; empty for a frame that could not be read. */
  readonly event: string
  /** None for frames of the connection itself. */
  readonly channel?: string
  /** The frame's data, decoded when it was a JSON string. */
  readonly data: unknown
  /** The frame as it was on the wire. */
  readonly raw: string
  /** The member who sent a client event on a presence channel. */
  readonly userId?: string
  /** Why the service refused the frame, for the author of the test. */
  readonly problem?: string
}

/** Fields that a frame must have; those left out do not count. */
export interface FrameFilter {
  /** `in` from the client, `out` to the client. */
  readonly direction?: FrameDirection
  /** The name of the event. */
  readonly event?: string
  readonly channel?: string
  readonly socketId?: string
}

const FILTER_RULES: Rules<FrameFilter> = {
  direction: ["'in' or 'out'", (value) => value === 'in' || value === 'out'],
  event: ['a string', isString],
  channel: ['a string', isString],
  socketId: ['a string', isString],
}

export interface LogEntry {
  readonly id: number
  readonly number: number | undefined
  readonly direction: FrameDirection
  readonly socketId: string
  readonly frame: WireFrame
  userId: string | undefined
  problem: string | undefined
}

/** The last frames of all connections. */
export class FrameLog {
  readonly #entries: BoundedLog<LogEntry>
  readonly #nextInOrder: () => number
  #lastFrame: WireFrame | undefined
  #count = 0

  /** @param nextInOrder counts everything that happens */
  constructor(bounds: LogBounds, nextInOrder: () => number) {
    this.#nextInOrder = nextInOrder
    this.#entries = new BoundedLog(bounds, ({ frame }) => this.#lengthOf(frame))
  }

  /** Of all frames that ever were; `clear` changes nothing in it. */
  get count(): number {
    return this.#count
  }

  append(
    direction: FrameDirection,
    socketId: string,
    frame: WireFrame,
    number: number | undefined,
  ): LogEntry {
    this.#count += 1
    const entry: LogEntry = {
      id: this.#nextInOrder(),
      number,
      direction,
      socketId,
      frame,
      userId: undefined,
      problem: undefined,
    }
    this.#entries.push(entry)
    return entry
  }

  /** The frames that match every given field, oldest first. */
  list(filter: FrameFilter = {}): FrameRecord[] {
    checkOptions(filter, FILTER_RULES, 'frames')
    return this.#entries
      .list()
      .filter((entry) => matches(entry, filter))
      .map(toRecord)
  }

  /** All that are kept, oldest first, as they are. */
  entries(): readonly LogEntry[] {
    return this.#entries.list()
  }

  /** The newest frames, oldest first. */
  last(count: number): FrameRecord[] {
    return this.#entries.list(count).map(toRecord)
  }

  clear(): void {
    this.#entries.clear()
  }

  /** Subscribers who get a frame one after the other share it. */
  #lengthOf(frame: WireFrame): number {
    const isShared = frame === this.#lastFrame
    this.#lastFrame = frame
    return isShared ? 0 : frame.text.length
  }
}

export function toRecord({
  id,
  number,
  direction,
  socketId,
  frame,
  userId,
  problem,
}: LogEntry): FrameRecord {
  const { time, event, channel, text } = frame
  return {
    id,
    ...(number !== undefined && { number }),
    time,
    direction,
    socketId,
    event,
    raw: text,
    ...(channel !== undefined && { channel }),
    data: dataOf(text),
    ...(userId !== undefined && { userId }),
    ...(problem !== undefined && { problem }),
  }
}

function dataOf(raw: string): unknown {
  const parsed = parseJson(raw)
  if (!parsed.ok || !isRecord(parsed.value)) return raw
  const data = parsed.value['data']
  return typeof data === 'string' ? decodeData(data) : data
}

function matches({ direction, socketId, frame }: LogEntry, filter: FrameFilter): boolean {
  return (
    (filter.direction === undefined || direction === filter.direction) &&
    (filter.event === undefined || frame.event === filter.event) &&
    (filter.channel === undefined || frame.channel === filter.channel) &&
    (filter.socketId === undefined || socketId === filter.socketId)
  )
}
