import { showValue } from '../errors/pusher-fake-error.ts'
import { parseChannelName } from '../protocol/channel-name.ts'
import { type FrameEnvelope, parseClientFrame } from '../protocol/client-frame.ts'
import { decodeData, isRecord, parseJson } from '../protocol/json.ts'
import { checkOptions, type Rules, TEXT } from '../server/check-options.ts'
import { ChannelHistory, type Happening } from './channel-history.ts'
import { type HarFrame, type HarSocket, parseHar, socketsOf } from './har-sockets.ts'
import {
  checkRecording,
  invalidRecording,
  looksLikeRecording,
  type RecordedEvent,
  type Recording,
} from './recording.ts'

/** Options of `readRecording`. */
export interface ReadOptions {
  /** The app's key, where the HAR has sockets of several apps. */
  readonly key?: string
}

const RULES: Rules<ReadOptions> = { key: TEXT }

/**
 * Reads what a service of Pusher's sent to the clients in a HAR, whoever wrote it: Chrome's network panel,
 * Playwright's `recordHar`, mitmproxy, `fake.toHar()`; of Firefox the requests of xhr_polling. Keys, signatures, socket
 * ids, headers and cookies are left out; what events and members carry is kept.
 *
 * @param har its text, or what `JSON.parse` makes of it; or a recording that was kept as JSON
 * @throws PusherFakeError `invalid_recording` that says what is missing, and `invalid_option`
 */
export function readRecording(har: string | object, options: ReadOptions = {}): Recording {
  checkOptions(options, RULES, 'readRecording')
  const document = typeof har === 'string' ? parseHar(har) : har
  if (looksLikeRecording(document)) return checkRecording(document, 'readRecording')
  return tell(ofOneApp(socketsOf(document), options.key))
}

function ofOneApp(sockets: readonly HarSocket[], key: string | undefined): readonly HarSocket[] {
  const keys = [...new Set(sockets.map((socket) => socket.key))]
  const [first = '', ...others] = keys.map(String)
  if (key === undefined) {
    if (others.length === 0) return sockets
    throw invalidRecording(
      `The HAR has sockets of ${keys.length} apps: ${keys.join(', ')}. Say which: readRecording(har, { key: '${first}' }).`,
    )
  }
  const chosen = sockets.filter((socket) => socket.key === key)
  if (chosen.length > 0) return chosen
  throw invalidRecording(
    `The HAR has no socket of the app ${showValue(key)}, but of ${keys.join(', ')}.`,
  )
}

interface Heard extends Omit<HarFrame, 'time'> {
  readonly socket: HarSocket
  readonly time: number
  readonly envelope: FrameEnvelope & { readonly user_id?: unknown }
}

/** Tells the story of all sockets as one. */
function tell(sockets: readonly HarSocket[]): Recording {
  const frames = inOrder(sockets)
  const clients = clientsOf(frames)
  const histories = new Map<string, ChannelHistory>()
  const encrypted = new Set<string>()
  const events: RecordedEvent[] = []
  let begin: number | undefined
  for (const { socket, time, direction, envelope } of frames) {
    const { channel, event = '' } = envelope
    if (channel === undefined) continue
    const parsed = parseChannelName(channel, Number.POSITIVE_INFINITY)
    if (parsed.ok && parsed.channel.kind === 'private-encrypted') {
      encrypted.add(channel)
      continue
    }
    if (direction === 'in' && !event.startsWith('client-')) continue
    const caches = parsed.ok && parsed.channel.cache
    const own = clients.byChannel.get(channel) ?? clients.signedIn
    const history = histories.get(channel) ?? new ChannelHistory(channel, caches, own)
    histories.set(channel, history)
    if (direction === 'in') {
      history.sent(socket, event, textOf(envelope.data))
      continue
    }
    begin ??= time
    const at = time - begin
    for (const happening of hear(history, socket, event, envelope)) {
      events.push({ at, channel, ...happening })
    }
  }
  if (histories.size === 0 && encrypted.size === 0) {
    throw invalidRecording("The HAR's sockets were subscribed to no channel.")
  }
  return {
    channels: [...histories.values()].map(({ found }) => found),
    events,
    encrypted: [...encrypted],
  }
}

/** What a frame from the service tells of its channel. */
function hear(
  history: ChannelHistory,
  socket: HarSocket,
  event: string,
  { data, user_id }: Heard['envelope'],
): Happening[] {
  const decoded = typeof data === 'string' ? decodeData(data) : data
  switch (event) {
    case 'pusher_internal:subscription_succeeded':
      return history.subscribed(socket, decoded)
    case 'pusher_internal:member_added':
      return history.memberAdded(socket, decoded)
    case 'pusher_internal:member_removed':
      return history.memberRemoved(socket, decoded)
    case 'pusher:cache_miss':
      history.cacheMissed(socket)
      return []
    default:
      // A fake of other options counts and errs by itself.
      if (/^pusher(?:_internal)?:/.test(event)) return []
      return history.event(
        socket,
        event,
        textOf(data),
        typeof user_id === 'string' ? user_id : undefined,
      )
  }
}

/** Between two frames of a HAR that leaves times out: a page has the time to subscribe. */
const UNTIMED_STEP_MS = 50

/** By time, and as they stand in the file where there is none; those of one socket are in order. */
function inOrder(sockets: readonly HarSocket[]): readonly Heard[] {
  let last = 0
  return sockets
    .flatMap((socket) => {
      last = socket.frames.find(({ time }) => time !== undefined)?.time ?? last
      return socket.frames.map((frame): Heard => {
        last = Math.max(last, frame.time ?? last + UNTIMED_STEP_MS)
        return { ...frame, socket, time: last, envelope: envelopeOf(frame) }
      })
    })
    .toSorted((a, b) => a.time - b.time)
}

/** @throws PusherFakeError `invalid_recording` for a frame that no service of Pusher's sends */
function envelopeOf({ direction, text, where }: HarFrame): Heard['envelope'] {
  if (direction === 'in') return parseClientFrame(text).envelope
  const parsed = parseJson(text)
  if (parsed.ok && isRecord(parsed.value) && typeof parsed.value['event'] === 'string') {
    const { event, channel, data, user_id } = parsed.value
    return { event, ...(typeof channel === 'string' && { channel }), data, user_id }
  }
  throw invalidRecording(
    `${where} is no frame of Pusher's, which is a JSON object with an event; got ${showValue(text)}. The HAR may have been cut.`,
  )
}

/** The user ids of the recorded clients themselves. */
interface Clients {
  readonly byChannel: ReadonlyMap<string, ReadonlySet<string>>
  readonly signedIn: ReadonlySet<string>
}

function clientsOf(frames: readonly Heard[]): Clients {
  const signedIn = new Set<string>()
  const byChannel = new Map<string, Set<string>>()
  for (const { direction, envelope } of frames) {
    if (direction === 'out' || !isRecord(envelope.data)) continue
    const { channel_data, user_data } = envelope.data
    if (typeof user_data === 'string') addId(signedIn, user_data, 'id')
    if (typeof channel_data !== 'string' || envelope.channel === undefined) continue
    const known = byChannel.get(envelope.channel) ?? new Set()
    byChannel.set(envelope.channel, known)
    addId(known, channel_data, 'user_id')
  }
  return { byChannel, signedIn }
}

function addId(ids: Set<string>, json: string, name: string): void {
  const data = decodeData(json)
  if (isRecord(data) && data[name] != null) ids.add(String(data[name]))
}

function textOf(data: unknown): string {
  return typeof data === 'string' ? data : (JSON.stringify(data) ?? 'null')
}
