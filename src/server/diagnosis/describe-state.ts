import type { Engine } from '../engine.ts'
import type { FrameRecord } from '../log/frame-log.ts'
import type { JournalEntry } from '../log/journal-entry.ts'
import { echoHint } from './causes/echo-names.ts'
import { allProblems } from './found-problems.ts'

/** How many frames are shown unless told. */
const LAST_FRAMES = 10
const FRAME_WIDTH = 160
const LAST_PROBLEMS = 5

/** What did happen, for the message of something that did not. */
export function describeState(
  engine: Engine,
  {
    frames: count = LAST_FRAMES,
    journal = [],
  }: { frames?: number; journal?: readonly JournalEntry[] } = {},
): string {
  const connections = [...engine.connections.values()].map(
    ({ socketId, channels, user }) =>
      `  ${socketId}${engine.peers.has(socketId) ? ' (virtual peer)' : ''}${user === undefined ? '' : ` (user ${user.id})`}: ${[...channels.keys()].join(', ') || 'no channels'}`,
  )
  const faults = engine.faults
    .list()
    .map(({ name, options }) => `  ${name} ${JSON.stringify(options)}`)
  const problems = [...new Set(allProblems(engine).map(({ message }) => message))]
  const last = engine.log.last(count)
  const hints = new Set(
    last
      .filter(({ direction }) => direction === 'out')
      .map(({ event }) => echoHint(event))
      .filter((hint) => hint !== undefined),
  )
  return [
    section('Connections', connections),
    ...(faults.length > 0 ? [section('Faults', faults)] : []),
    section(
      'Problems',
      problems.slice(-LAST_PROBLEMS).map((message) => `  ${message}`),
    ),
    section('Last frames (→ to the service, ← to the client)', inOrder(last, journal)),
    ...hints,
  ].join('\n')
}

/** Frames and what happened around them since the first of these, as they came about. */
function inOrder(frames: readonly FrameRecord[], journal: readonly JournalEntry[]): string[] {
  const since = frames[0]?.id ?? 0
  return [
    ...frames.map((frame) => ({ sequence: frame.id, line: frameLine(frame) })),
    ...journal
      // A webhook follows from the frame before it.
      .filter(({ sequence, kind }) => sequence > since && kind !== 'webhook')
      .map((entry) => ({ sequence: entry.sequence, line: `  · ${journalLine(entry)}` })),
  ]
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ line }) => line)
}

function frameLine({ direction, socketId, raw }: FrameRecord): string {
  return `  ${direction === 'in' ? '→' : '←'} ${socketId} ${shorten(raw)}`
}

function journalLine(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'rest':
      return `${entry.method} ${entry.path} ${entry.status}`
    case 'fault':
      return `fault ${entry.name} ${entry.phase === 'begin' ? 'begins' : 'ends'}`
    case 'webhook':
      return `webhook ${shorten(JSON.stringify(entry.event))}`
    case 'disconnection':
      return `${entry.socketId} closed with ${entry.code}`
  }
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${title}: none` : `${title}:\n${lines.join('\n')}`
}

function shorten(text: string): string {
  return text.length <= FRAME_WIDTH ? text : `${text.slice(0, FRAME_WIDTH)}…`
}
