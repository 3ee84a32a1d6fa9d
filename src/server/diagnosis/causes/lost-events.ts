import type { Engine } from '../../engine.ts'
import type { LostEvent, Passage } from '../attendance.ts'
import type { ProblemReport } from '../problem.ts'
import type { UnheardEvent } from '../unheard.ts'
import type { ClientReport } from '../witness.ts'
import { eventDifference, nearChannels, nearEvents } from './near-names.ts'

/** Why an event that was triggered reached none of the app's clients. */
export function lostProblem(engine: Engine, lost: LostEvent): ProblemReport {
  const { channel, event, excluded, peers } = lost
  const isApps = ({ socketId }: Passage) => !engine.peers.has(socketId)
  const passages = engine.attendance.of(channel).filter(isApps)
  const whom = peers === 0 ? 'nobody' : "virtual peers only, none of the app's clients"
  const what = `"${event}" on "${channel}" reached ${whom}`
  const tell = (why: string, cause: string, write: string): ProblemReport => ({
    code: 'no_receiver',
    message: `${what}: ${why}.`,
    cause,
    write,
    channel,
  })
  const there = passages.filter(({ time }) => time <= lost.time)
  if (excluded !== undefined && isThere(there, excluded)) {
    return tell(
      `it was not for ${excluded}, which was the only subscriber`,
      'The option socketId leaves out the connection that caused the event.',
      `trigger('${channel}', '${event}', data), without socketId`,
    )
  }
  const wait = `await fake.waitForSubscription('${channel}') before the trigger`
  const after = passages.find(({ time, came }) => came && time >= lost.time)
  if (after !== undefined) {
    return tell(
      `it was ${after.time - lost.time} ms early, ${after.socketId} subscribed after it`,
      'Subscribing takes a moment, and nothing is kept for who comes later.',
      wait,
    )
  }
  const left = there.findLast(({ came }) => !came)
  if (left !== undefined) {
    return tell(
      `${left.socketId}, which was subscribed, had left ${lost.time - left.time} ms before`,
      'The app has unsubscribed, or its connection has ended.',
      wait,
    )
  }
  const occupied = engine.channels.listed().map(({ name }) => name)
  const [near] = nearChannels(channel, occupied)
  return near === undefined
    ? tell(
        'no client has ever subscribed to it',
        'The app subscribes to another channel, or later.',
        wait,
      )
    : tell(
        `the app is subscribed to "${near}"`,
        'The names have to be equal, prefix included.',
        `trigger('${near}', '${event}', data)`,
      )
}

function isThere(passages: readonly Passage[], socketId: string): boolean {
  return passages.findLast((passage) => passage.socketId === socketId)?.came === true
}

/** Why nobody hears an event that reached a client. */
export function unheardProblem(
  { channel, event, count, socketIds }: UnheardEvent,
  clients: readonly ClientReport[],
): ProblemReport {
  const [socketId = ''] = socketIds
  const client = clients.find((each) => each.socketId === socketId)
  const own = client?.channels.find(({ name }) => name === channel)
  const times = count === 1 ? '' : `, ${count} times`
  const what = `"${event}" on "${channel}" reached ${socketId}${times}, and no listener of the app hears it`
  const tell = (why: string, write: string): ProblemReport => ({
    code: 'unheard_event',
    message: `${what}.`,
    cause: why,
    write,
    socketId,
    channel,
  })
  const line = `pusher.channel('${channel}').bind(${quoted(event)}, listener)`
  const bound = [...(own?.events ?? []), ...(client?.events ?? [])]
  if (bound.includes(event)) {
    return tell('The listener was bound after the event had come.', `${line}, before the trigger`)
  }
  const [near] = nearEvents(event, bound)
  if (near !== undefined) {
    const echo = / Laravel|Echo/.test(` ${eventDifference(event, near)}`)
      ? `; with Echo: listen(${quoted(echoName(event))}, listener)`
      : ''
    return tell(
      `The app listens to ${quoted(near)}: ${eventDifference(event, near)}.`,
      `${line}${echo}`,
    )
  }
  const elsewhere = client?.channels.find(
    ({ name, events }) =>
      name !== channel && (events.includes(event) || nearEvents(event, events).length > 0),
  )
  if (elsewhere !== undefined) {
    return tell(`The listener is on "${elsewhere.name}", another channel.`, line)
  }
  if (client?.connectionEvents.includes(event)) {
    return tell('The listener is on pusher.connection, which hears its states alone.', line)
  }
  const others = bound.filter((name) => !name.startsWith('pusher:'))
  return tell(
    others.length === 0
      ? 'The app has bound nothing on that channel.'
      : `The app listens to ${others.slice(0, 5).map(quoted).join(', ')} there.`,
    line,
  )
}

/** What Echo's `listen` takes for an event as it is sent. */
function echoName(event: string): string {
  const [, ofApp] = /^App\\Events\\(.+)$/.exec(event) ?? []
  return ofApp ?? `.${event}`
}

function quoted(name: string): string {
  return `'${name.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
