import { needsAuthorization, parseChannelName } from '../../protocol/channel-name.ts'
import type { Engine } from '../engine.ts'
import { echoHint } from './echo-names.ts'

const LAST_FRAMES = 10
const FRAME_WIDTH = 160

const ONLY_PEERS =
  "Only virtual peers are subscribed to the channel, none of the app's clients. Write { virtual: true } to mean peers."
const ONLY_CLIENTS = "Only the app's clients are subscribed to the channel, no virtual peer."

/** What did happen, for the message of something that did not. */
export function describeState(engine: Engine): string {
  const connections = [...engine.connections.values()].map(
    ({ socketId, channels, user }) =>
      `  ${socketId}${engine.peers.has(socketId) ? ' (virtual peer)' : ''}${user === undefined ? '' : ` (user ${user.id})`}: ${[...channels.keys()].join(', ') || 'no channels'}`,
  )
  const faults = engine.faults
    .list()
    .map(({ name, options }) => `  ${name} ${JSON.stringify(options)}`)
  const frames = engine.log
    .last(LAST_FRAMES)
    .map(
      ({ direction, socketId, raw }) =>
        `  ${direction === 'in' ? '→' : '←'} ${socketId} ${shorten(raw)}`,
    )
  const problems = [...new Set(engine.problems.list().map(({ message }) => message))].slice(-5)
  const sent = engine.log.last(LAST_FRAMES).filter(({ direction }) => direction === 'out')
  const hints = new Set(
    sent.map(({ event }) => echoHint(event)).filter((hint) => hint !== undefined),
  )
  return [
    section('Connections', connections),
    ...(faults.length > 0 ? [section('Faults', faults)] : []),
    section(
      'Problems',
      problems.map((message) => `  ${message}`),
    ),
    section(`Last frames (→ to the service, ← to the client)`, frames),
    ...hints,
  ].join('\n')
}

/** Why what a test waits for has not come about: the most likely reason, and what did happen. */
export function diagnose(engine: Engine, channel: string | undefined, virtual = false): string {
  const near = channel === undefined ? [] : nearMisses(engine, channel)
  const hint =
    near.length === 0 ? likelyCause(engine, channel, virtual) : `Did you mean: ${near.join(', ')}?`
  const state = describeState(engine)
  return hint === undefined ? state : `${hint}\n${state}`
}

/** The most likely reason why no client has done what a test waits for; undefined when nothing stands out. */
function likelyCause(
  engine: Engine,
  channel: string | undefined,
  virtual: boolean,
): string | undefined {
  const { connections, network, options } = engine
  const problems = engine.problems.list()
  const isMeant = ({ socketId }: { readonly socketId: string }) =>
    engine.peers.has(socketId) === virtual
  if (![...connections.values()].some(isMeant)) {
    if (network.closed) return 'The fake is closed, and lets nobody in any more.'
    if (network.offline || network.stalls || network.refusal !== undefined) {
      return 'A fault keeps clients out: call restore() of what it returned, or fake.faults.restore().'
    }
    if (connections.size > 0) {
      return virtual
        ? "Only the app's clients are connected, no virtual peer."
        : "Only virtual peers are connected, none of the app's clients. Write { virtual: true } to mean peers."
    }
    if (problems.some(({ code }) => code === 'unknown_app_key')) {
      return "A client named another key: give the fake the app's key."
    }
    return engine.log.last(1).length > 0
      ? 'No client is connected any more.'
      : `No client is connected. Does the app connect, after the fake is there, with the key "${options.key}"?`
  }
  if (channel === undefined) return undefined
  const subscribers = [...(engine.channels.get(channel)?.subscribers.keys() ?? [])]
  if (subscribers.some(isMeant)) return undefined
  if (subscribers.length > 0) return virtual ? ONLY_CLIENTS : ONLY_PEERS
  if (problems.some((problem) => problem.channel === channel)) {
    return 'A client asked for the channel and was refused: see the problems.'
  }
  const parsed = parseChannelName(channel, Number.POSITIVE_INFINITY)
  return parsed.ok && needsAuthorization(parsed.channel.kind)
    ? 'No connected client has asked for the channel. A client first asks its authorization endpoint: does that answer?'
    : "No connected client has asked for the channel. Where timers are fake, advance them: pusher-js's own obey them."
}

/** Occupied channels that `name` may have been meant for: another case, a prefix more or less. */
function nearMisses(engine: Engine, name: string): string[] {
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
