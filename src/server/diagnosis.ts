import type { Engine } from './engine.ts'

const LAST_FRAMES = 10
const FRAME_WIDTH = 160

/** What did happen, for the message of something that did not. */
export function describeState(engine: Engine): string {
  const connections = [...engine.connections.values()].map(
    ({ socketId, channels, user }) =>
      `  ${socketId}${user === undefined ? '' : ` (user ${user.id})`}: ${[...channels.keys()].join(', ') || 'no channels'}`,
  )
  const frames = engine.log
    .last(LAST_FRAMES)
    .map(
      ({ direction, socketId, raw }) =>
        `  ${direction === 'in' ? '→' : '←'} ${socketId} ${shorten(raw)}`,
    )
  const problems = [...new Set(engine.problems.map(({ message }) => message))].slice(-5)
  return [
    section('Connections', connections),
    section(
      'Problems',
      problems.map((message) => `  ${message}`),
    ),
    section(`Last frames (→ to the service, ← to the client)`, frames),
  ].join('\n')
}

/** Occupied channels that `name` may have been meant for: another case, a prefix more or less. */
export function nearMisses(engine: Engine, name: string): string[] {
  const wanted = bareName(name)
  return engine.channels
    .listed()
    .map((channel) => channel.name)
    .filter((other) => other !== name && bareName(other) === wanted)
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/^(private-|presence-)?(encrypted-)?(cache-)?/, '')
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? `${title}: none` : `${title}:\n${lines.join('\n')}`
}

function shorten(text: string): string {
  return text.length <= FRAME_WIDTH ? text : `${text.slice(0, FRAME_WIDTH)}…`
}
