import { decodeData, isRecord, parseJson } from '../protocol/json.ts'

/** As the service sees it: `in` from the client, `out` to the client. */
export type FrameDirection = 'in' | 'out'

/** One frame of the log. */
export interface FrameRecord {
  /** Counts up from 1 over all connections, never reused, not even by `reset`. */
  readonly id: number
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

export interface LogEntry extends Omit<FrameRecord, 'data' | 'channel' | 'userId' | 'problem'> {
  readonly channel: string | undefined
  userId: string | undefined
  problem: string | undefined
}

/** The last frames of all connections, oldest first, in a ring of fixed size. */
export class FrameLog {
  readonly #capacity: number
  #entries: LogEntry[] = []
  #next = 0
  #lastId = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  append(
    time: number,
    direction: FrameDirection,
    socketId: string,
    event: string,
    channel: string | undefined,
    raw: string,
  ): LogEntry {
    this.#lastId += 1
    const entry: LogEntry = {
      id: this.#lastId,
      time,
      direction,
      socketId,
      event,
      channel,
      raw,
      userId: undefined,
      problem: undefined,
    }
    this.#entries[this.#next] = entry
    this.#next = (this.#next + 1) % this.#capacity
    return entry
  }

  /** The frames that match every given field, oldest first. */
  list(filter: FrameFilter = {}): FrameRecord[] {
    const full = this.#entries.length === this.#capacity
    const ordered = full
      ? [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)]
      : this.#entries
    return ordered.filter((entry) => matches(entry, filter)).map(toRecord)
  }

  clear(): void {
    this.#entries = []
    this.#next = 0
  }
}

export function toRecord(entry: LogEntry): FrameRecord {
  const { channel, userId, problem, ...rest } = entry
  return {
    ...rest,
    ...(channel !== undefined && { channel }),
    data: dataOf(entry.raw),
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

function matches(entry: LogEntry, filter: FrameFilter): boolean {
  return (
    (filter.direction === undefined || entry.direction === filter.direction) &&
    (filter.event === undefined || entry.event === filter.event) &&
    (filter.channel === undefined || entry.channel === filter.channel) &&
    (filter.socketId === undefined || entry.socketId === filter.socketId)
  )
}
