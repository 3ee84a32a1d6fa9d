import type { Timeline, TimelineFrame, TimelineNote } from './timeline.ts'

/** What colours a row and what the filter's buttons choose by. */
export type RowKind =
  | 'connection'
  | 'ping'
  | 'subscription'
  | 'client event'
  | 'server event'
  | 'error'
  | TimelineNote['kind']

/** One line of the page, ready for its script. */
export interface TimelineRow {
  readonly kind: RowKind
  /** Milliseconds since the first row. */
  readonly at: number
  /** Index of the connection's lane; undefined for a note, which spans all. */
  readonly lane?: number
  readonly direction?: TimelineFrame['direction']
  readonly label: string
  readonly channel?: string
  /** Why the service refused the frame. */
  readonly problem?: string
  /** The JSON to show: a frame without its raw text, or a note's data. */
  readonly detail: unknown
}

export interface TimelineModel {
  readonly title: string
  readonly lanes: readonly { readonly socketId: string; readonly label: string }[]
  readonly rows: readonly TimelineRow[]
}

/** Puts frames and notes in the order of time and gives each connection a lane. */
export function timelineModel({ title, frames, lanes = [], notes = [] }: Timeline): TimelineModel {
  const socketIds = [...new Set(frames.map(({ socketId }) => socketId))]
  const labels = new Map(lanes.map(({ socketId, label }) => [socketId, label]))
  const start = [...frames, ...notes].reduce((first, { time }) => Math.min(first, time), Infinity)
  const laneOf = new Map(socketIds.map((socketId, index) => [socketId, index]))
  const timed = [
    ...frames.map((frame) => ({ time: frame.time, row: frameRow(frame, start, laneOf) })),
    ...notes.map((note) => ({ time: note.time, row: noteRow(note, start) })),
  ]
  return {
    title,
    lanes: socketIds.map((socketId) => ({ socketId, label: labels.get(socketId) ?? socketId })),
    rows: timed.sort((a, b) => a.time - b.time).map(({ row }) => row),
  }
}

function frameRow(
  { id, time, direction, socketId, event, channel, data, problem }: TimelineFrame,
  start: number,
  lanes: ReadonlyMap<string, number>,
): TimelineRow {
  const lane = lanes.get(socketId)
  const named = {
    ...(channel !== undefined && { channel }),
    ...(problem !== undefined && { problem }),
  }
  return {
    kind: problem === undefined ? kindOf(event) : 'error',
    at: time - start,
    ...(lane !== undefined && { lane }),
    direction,
    label: event === '' ? '(unreadable frame)' : event,
    ...named,
    detail: { id, time, direction, socketId, event, ...named, data },
  }
}

function noteRow({ time, kind, label, data }: TimelineNote, start: number): TimelineRow {
  return { kind, at: time - start, label, detail: data ?? null }
}

function kindOf(event: string): RowKind {
  if (event === 'pusher:error') return 'error'
  if (event === 'pusher:ping' || event === 'pusher:pong') return 'ping'
  if (event.startsWith('client-')) return 'client event'
  if (/^pusher:(subscribe|unsubscribe|cache_miss)$/.test(event)) return 'subscription'
  if (event.startsWith('pusher_internal:')) return 'subscription'
  return event.startsWith('pusher:') || event === '' ? 'connection' : 'server event'
}
