import { type ConnectionUrl, parseConnectionUrl } from '../protocol/connection-url.ts'
import { framesOfFallbackBody, framesOfFallbackSend } from '../protocol/fallback-body.ts'
import { isRecord, parseJson } from '../protocol/json.ts'
import { classifyRequest } from '../protocol/pusher-request.ts'
import { invalidRecording } from './recording.ts'

/** A frame as a HAR has it. */
export interface HarFrame {
  /** Milliseconds since the epoch; none where the HAR leaves times out. */
  readonly time: number | undefined
  readonly direction: 'in' | 'out'
  readonly text: string
  /** Its place in the file, for a message. */
  readonly where: string
}

/** The frames of one client's connection, in order. */
export interface HarSocket {
  /** Of the app. */
  readonly key: string | undefined
  readonly frames: readonly HarFrame[]
}

interface Entry {
  readonly index: number
  readonly url: string
  readonly raw: Readonly<Record<string, unknown>>
}

const TEXT_OPCODE = 1

/**
 * The sockets of Pusher's clients in a HAR. Chrome, Playwright, mitmproxy and others write their messages as
 * `_webSocketMessages`; Firefox writes none, but has the requests of xhr_polling and xhr_streaming.
 * Sources: Chrome's DevTools (models/har/Log), Playwright's recordHar, mitmproxy's savehar, Firefox's har-builder.
 *
 * @throws PusherFakeError `invalid_recording` that says what the file has instead
 */
export function socketsOf(har: unknown): readonly HarSocket[] {
  const entries = entriesOf(har)
  const sockets = entries.filter(isSocket)
  const pushers = sockets.flatMap((entry) => {
    const connection = connectionOf(entry.url)
    return connection === undefined ? [] : [{ entry, connection }]
  })
  const found = pushers.map(({ entry, connection }) => ({
    key: connection.key,
    frames: framesOf(entry),
  }))
  const heard = [...found, ...fallbacksOf(entries)].filter(({ frames }) => frames.length > 0)
  if (heard.length > 0) return heard
  if (pushers[0] !== undefined) throw invalidRecording(withoutMessages(har, pushers[0].entry))
  if (sockets.length > 0) {
    const hosts = [...new Set(sockets.map(({ url }) => hostOf(url)))].join(', ')
    throw invalidRecording(
      `None of the HAR's ${sockets.length} WebSockets is Pusher's; they lead to ${hosts}.`,
    )
  }
  throw invalidRecording(
    `The HAR has ${entries.length} entries and no WebSocket. Open the network panel before the page is loaded, and save all requests.`,
  )
}

function entriesOf(har: unknown): Entry[] {
  const entries = within(har, 'log', 'entries')
  if (!Array.isArray(entries)) {
    throw invalidRecording('Expected a HAR, { log: { entries: [] } }; this has no log.entries.')
  }
  return entries.map((raw: unknown, index) => {
    const url = within(raw, 'request', 'url')
    if (!isRecord(raw) || typeof url !== 'string') {
      throw invalidRecording(`log.entries[${index}] has no request.url. The HAR is not whole.`)
    }
    return { index, url, raw }
  })
}

function isSocket({ url, raw }: Entry): boolean {
  return /^wss?:/i.test(url) || raw['_webSocketMessages'] !== undefined
}

/** mitmproxy writes the URL of the handshake, which is HTTP. */
function connectionOf(url: string): ConnectionUrl | undefined {
  return parseConnectionUrl(url.replace(/^http/i, 'ws'))
}

function framesOf({ index, raw }: Entry): HarFrame[] {
  const messages = raw['_webSocketMessages'] ?? []
  const at = `log.entries[${index}]._webSocketMessages`
  if (!Array.isArray(messages)) throw invalidRecording(`${at} is no list.`)
  return messages.flatMap((message: unknown, position) => {
    const where = `${at}[${position}]`
    if (!isRecord(message)) throw invalidRecording(`${where} is no message.`)
    const { type, data, opcode = TEXT_OPCODE, time } = message
    // Pings, errors and binary messages are nothing of Pusher's.
    if ((type !== 'send' && type !== 'receive') || opcode !== TEXT_OPCODE) return []
    if (typeof data !== 'string') throw invalidRecording(`${where} has no data.`)
    return [{ time: timeOf(time), direction: type === 'send' ? 'in' : 'out', text: data, where }]
  })
}

/** Later than any time in seconds, and earlier than any in milliseconds. */
const MILLISECONDS_SINCE = 100_000_000_000

/** Chrome and mitmproxy write seconds, Playwright milliseconds, and -1 where it leaves times out. */
function timeOf(time: unknown): number | undefined {
  if (typeof time !== 'number' || !(time > 0)) return undefined
  return Math.round(time < MILLISECONDS_SINCE ? time * 1_000 : time)
}

/** Sessions over HTTP, each of several requests. */
function fallbacksOf(entries: readonly Entry[]): HarSocket[] {
  const sessions = new Map<string, { key: string | undefined; frames: HarFrame[] }>()
  for (const { index, url, raw } of entries) {
    const asked = classifyRequest(url)
    if (asked?.kind !== 'fallback') continue
    const { session, action, connection } = asked.fallback
    const known = sessions.get(session) ?? { key: connection.key, frames: [] }
    sessions.set(session, known)
    const isSend = action === 'xhr_send'
    const body = within(
      raw,
      ...(isSend ? ['request', 'postData'] : ['response', 'content']),
      'text',
    )
    const texts = (isSend ? framesOfFallbackSend : framesOfFallbackBody)(String(body ?? ''))
    const time = timeOfEntry(raw, isSend)
    const where = `log.entries[${index}]`
    const direction = isSend ? 'in' : 'out'
    known.frames.push(...texts.map((text): HarFrame => ({ time, direction, text, where })))
  }
  return [...sessions.values()].map(({ key, frames }) => ({
    key,
    frames: frames.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0)),
  }))
}

/** An answer is there at its end. */
function timeOfEntry({ startedDateTime, time }: Entry['raw'], isSend: boolean): number | undefined {
  const started = Date.parse(String(startedDateTime))
  if (Number.isNaN(started)) return undefined
  return Math.round(started + (isSend || typeof time !== 'number' ? 0 : Math.max(0, time)))
}

function withoutMessages(har: unknown, { index, raw }: Entry): string {
  const what = `log.entries[${index}] is a socket of Pusher's without its messages`
  const file = within(raw, 'response', 'content', '_file')
  if (typeof file === 'string') {
    return `${what}: Playwright has put them into ${file}. Record with recordHar: { content: 'embed', path }.`
  }
  const creator = within(har, 'log', 'creator', 'name')
  const why = creator === 'Firefox' ? ', which Firefox does not save' : ''
  return `${what}${why}. Save it with Chrome, or record with Playwright; or give pusher-js enabledTransports: ['xhr_polling'] while you record.`
}

/** What is at a path in JSON from outside. */
function within(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** @throws PusherFakeError `invalid_recording` for text that is no JSON, as a file that was cut */
export function parseHar(text: string): unknown {
  const parsed = parseJson(text.replace(/^\uFEFF/, ''))
  if (parsed.ok) return parsed.value
  throw invalidRecording(
    `The HAR is no JSON: ${text.trim() === '' ? 'it is empty' : `it ends in ${JSON.stringify(text.trimEnd().slice(-20))}`}. It may have been cut in the middle; save it again.`,
  )
}
