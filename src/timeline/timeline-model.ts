import { type Lane, lanesOf } from './lanes.ts'
import type { Row, RowKind } from './row.ts'
import type { Timeline, TimelineEntry, TimelineFrame, TimelineStep } from './timeline.ts'

/** A time during which something holds: a connection, a fault. In milliseconds since the first row. */
export interface Period {
  readonly from: number
  readonly to: number
}

export interface TimelineModel {
  readonly title: string
  readonly lanes: readonly Lane[]
  /** Whether anything is said to or by the app's backend. */
  readonly backend: boolean
  /** Of the first row, milliseconds since the epoch. */
  readonly start: number
  /** Milliseconds from the first row to the last. */
  readonly length: number
  readonly rows: readonly Row[]
  /** While each lane's connection lives, and whether it has ended. */
  readonly lives: readonly (Period & { readonly closed: boolean })[]
  readonly faults: readonly (Period & { readonly name: string })[]
}

interface Timed {
  readonly time: number
  /** Its place among all; undefined where nobody has counted. */
  readonly sequence: number | undefined
  readonly row: Omit<Row, 'at'>
}

type Entry<Kind extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: Kind }>

/** Puts everything in the order in which it came about and gives each connection a lane. */
export function timelineModel(timeline: Timeline): TimelineModel {
  const { title, frames, journal = [], steps = [] } = timeline
  const lanes = lanesOf(timeline)
  const laneOf = new Map(lanes.map(({ socketId }, index) => [socketId, index]))
  // Where nobody has counted, of one millisecond the test comes first and the frames it causes follow.
  const timed = inOrder([
    ...steps.map(stepRow),
    ...faultsToShow(journal).map((fault) => faultRow(fault, laneOf)),
    ...journal.flatMap((entry, index) => (entry.kind === 'rest' ? restRow(entry, index) : [])),
    ...frames.map((frame) => frameRow(frame, laneOf)),
    ...journal.flatMap((entry, index) => entryRow(entry, index, laneOf)),
  ])
  const start = timed[0]?.time ?? 0
  // A test may set its clock back.
  let at = 0
  const rows = timed.map(({ time, row }) => {
    at = Math.max(at, time - start)
    return { ...row, at }
  })
  const length = at
  return {
    title,
    lanes,
    backend: rows.some(({ kind }) => kind === 'rest' || kind === 'webhook'),
    start,
    length,
    rows,
    lives: livesOf(lanes, rows, length),
    faults: periodsOf(journal, start, length),
  }
}

/** By count where everything is counted, as a millisecond has room for much; by time otherwise. */
function inOrder(timed: readonly Timed[]): readonly Timed[] {
  const counted = timed.every(({ sequence }) => sequence !== undefined)
  return timed.toSorted((a, b) =>
    counted ? (a.sequence ?? 0) - (b.sequence ?? 0) : a.time - b.time,
  )
}

function frameRow(
  { id, time, direction, socketId, event, channel, raw, data, problem }: TimelineFrame,
  lanes: ReadonlyMap<string, number>,
): Timed {
  const lane = lanes.get(socketId) ?? 0
  return {
    time,
    sequence: id,
    row: {
      key: `frame ${id}`,
      kind: problem === undefined ? kindOf(event) : 'error',
      label: event === '' ? '(unreadable frame)' : event,
      arrow: direction === 'in' ? { from: lane, to: 'service' } : { from: 'service', to: lane },
      lane,
      ...(channel !== undefined && { channel }),
      ...(problem !== undefined && { problem }),
      content: raw === undefined ? { value: { event, channel, data } } : { wire: raw },
    },
  }
}

function stepRow({ time, sequence, label, data }: TimelineStep, index: number): Timed {
  return {
    time,
    sequence,
    row: { key: `step ${index}`, kind: 'step', label, content: { value: data } },
  }
}

function entryRow(
  entry: TimelineEntry,
  index: number,
  lanes: ReadonlyMap<string, number>,
): Timed[] {
  const { time, kind, sequence } = entry
  const key = `${kind} ${index}`
  switch (kind) {
    case 'webhook': {
      const { event } = entry
      const { channel } = event
      const arrow = { from: 'service', to: 'backend' } as const
      const named = channel !== undefined && { channel }
      return [
        {
          time,
          sequence,
          row: { key, kind, label: event.name, arrow, ...named, content: { value: event } },
        },
      ]
    }
    case 'disconnection': {
      const { socketId, code, reason } = entry
      const lane = lanes.get(socketId)
      // Of a connection whose frames the log has forgotten there is no lane.
      if (lane === undefined) return []
      const content = { value: { socketId, code, reason } }
      const label = `closed ${code}`
      return [{ time, sequence, row: { key, kind: 'connection', label, lane, content } }]
    }
    default:
      return []
  }
}

function restRow(
  { time, sequence, kind, method, path, status, body, problem }: Entry<'rest'>,
  index: number,
): Timed {
  const label = `${method} ${path.replace(/^\/apps\/[^/]+/, '')} ${status}`
  const arrow = { from: 'backend', to: 'service' } as const
  const refused = problem !== undefined && { problem }
  const content = { value: { method, path, status, ...(body !== '' && { body }) } }
  return { time, sequence, row: { key: `rest ${index}`, kind, label, arrow, ...refused, content } }
}

/** The end of a fault that was over at once says nothing. */
function faultsToShow(journal: readonly TimelineEntry[]): Entry<'fault'>[] {
  const faults = journal.filter((entry): entry is Entry<'fault'> => entry.kind === 'fault')
  const begun = new Map<number, number>()
  for (const { id, phase, time } of faults) if (phase === 'begin') begun.set(id, time)
  return faults.filter(({ id, phase, time }) => phase === 'begin' || begun.get(id) !== time)
}

function faultRow(
  { time, sequence, id, name, phase, options }: Entry<'fault'>,
  lanes: ReadonlyMap<string, number>,
): Timed {
  const label = phase === 'begin' ? name : `${name} ends`
  const content = { value: Object.keys(options).length > 0 ? options : undefined }
  const lane = 'socketId' in options ? lanes.get(String(options.socketId)) : undefined
  const concerned = lane !== undefined && { lane }
  return {
    time,
    sequence,
    row: { key: `fault ${id} ${phase}`, kind: 'fault', label, ...concerned, content },
  }
}

function periodsOf(
  journal: readonly TimelineEntry[],
  start: number,
  length: number,
): (Period & { name: string })[] {
  const shown = faultsToShow(journal)
  const everEnds = new Map(
    journal.flatMap((entry) =>
      entry.kind === 'fault' && entry.phase === 'end' ? [[entry.id, entry.time] as const] : [],
    ),
  )
  return shown
    .filter(({ id, phase, time }) => phase === 'begin' && everEnds.get(id) !== time)
    .map(({ id, name, time }) => ({
      name,
      from: time - start,
      to: (everEnds.get(id) ?? start + length) - start,
    }))
}

function livesOf(
  lanes: readonly Lane[],
  rows: readonly Row[],
  length: number,
): TimelineModel['lives'] {
  const from = new Map<number, number>()
  const to = new Map<number, number>()
  for (const { lane, at, arrow, kind } of rows) {
    if (lane === undefined || kind === 'fault') continue
    if (!from.has(lane)) from.set(lane, at)
    if (arrow === undefined) to.set(lane, at)
  }
  return lanes.map((_, lane) => ({
    from: from.get(lane) ?? 0,
    to: to.get(lane) ?? length,
    closed: to.has(lane),
  }))
}

function kindOf(event: string): RowKind {
  if (event === 'pusher:error') return 'error'
  if (event === 'pusher:ping' || event === 'pusher:pong') return 'ping'
  if (event.startsWith('client-')) return 'client event'
  if (/^pusher:(subscribe|unsubscribe|cache_miss)$/.test(event)) return 'subscription'
  if (event.startsWith('pusher_internal:')) return 'subscription'
  return event.startsWith('pusher:') || event === '' ? 'connection' : 'server event'
}
