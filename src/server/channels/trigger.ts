import { type ChannelName, parseChannelName } from '../../protocol/channel-name.ts'
import { encryptedLength } from '../../protocol/encryption.ts'
import { byteLength, exceedsBytes } from '../../protocol/json.ts'
import { dataTooLarge } from '../../protocol/limits.ts'
import { isSocketId } from '../../protocol/server-frame.ts'
import type { Engine } from '../engine.ts'
import { publish } from './publish.ts'
import { withSecretBox } from './with-secret-box.ts'

/** One event for one or more channels, as the REST API takes it. */
export interface Trigger {
  readonly channels: readonly string[]
  readonly event: string
  /** As it goes over the wire, or is encrypted. */
  readonly data: string
  /** A connection that does not get the event. */
  readonly socketId?: string | undefined
  /** For data that are not encrypted yet and have to be. */
  readonly encryption?: Encryption | undefined
}

/** How data are encrypted. */
export interface Encryption {
  readonly secret: Uint8Array
  readonly nonce: Uint8Array
}

export interface TriggerProblem {
  /** The HTTP status that the REST API answers. */
  readonly status: 400 | 413
  readonly code: 'invalid_channel_name' | 'invalid_event_name' | 'invalid_data'
  readonly message: string
  /** For the author of a test; the REST API has no such words. */
  readonly remedy: string
}

const REMEDIES: Readonly<Record<TriggerProblem['code'], string>> = {
  invalid_channel_name: 'A name is such as orders, private-orders or presence-room.',
  invalid_event_name: 'The order is trigger(channel, event, data).',
  invalid_data: 'Pass {} or null for none.',
}

/** A trigger that the service takes, its channels read. */
export interface CheckedTrigger extends Omit<Trigger, 'channels'> {
  readonly sender: 'test' | 'backend'
  /** Each once. */
  readonly channels: readonly ChannelName[]
}

/** What the service would refuse a trigger's channels for; a name that nobody is subscribed to is read here. */
export function readChannels(
  engine: Engine,
  names: readonly string[],
): readonly ChannelName[] | TriggerProblem {
  const { channelNameLength, channelsPerTrigger } = engine.options.limits
  if (names.length === 0) return bad('invalid_channel_name', 'Expected at least one channel')
  if (names.length > channelsPerTrigger) {
    return bad(
      'invalid_channel_name',
      `Cannot trigger to more than ${channelsPerTrigger} channels, got ${names.length}`,
      'Trigger several times, or raise limits.channelsPerTrigger.',
    )
  }
  const channels: ChannelName[] = []
  for (const name of names.length === 1 ? names : new Set(names)) {
    const known = engine.channels.get(name)?.spec
    const parsed = known ?? parseChannelName(name, channelNameLength)
    if ('reason' in parsed) return bad('invalid_channel_name', parsed.reason)
    channels.push('channel' in parsed ? parsed.channel : parsed)
  }
  if (names.length > 1 && channels.some(({ kind }) => kind === 'private-encrypted')) {
    return bad(
      'invalid_channel_name',
      'You cannot trigger to multiple channels when using encrypted channels',
      'Trigger to the encrypted channel alone.',
    )
  }
  return channels
}

/** What the service would refuse an event for. The text of the 413 is the live service's. */
export function checkEvent(
  engine: Engine,
  { event, data, socketId, encryption }: Omit<Trigger, 'channels'>,
): TriggerProblem | undefined {
  const { limits } = engine.options
  if (event === '') return bad('invalid_event_name', 'Expected a non-empty event name')
  if (event.length > limits.eventNameLength) {
    return bad(
      'invalid_event_name',
      `The event name is ${event.length} characters long, the maximum is ${limits.eventNameLength}`,
    )
  }
  if (socketId !== undefined && !isSocketId(socketId)) {
    return bad(
      'invalid_data',
      `Invalid socket id: "${socketId}"`,
      'Take pusher.connection.socket_id, or one of fake.connections().',
    )
  }
  const isTooLarge =
    encryption === undefined
      ? exceedsBytes(data, limits.eventDataBytes)
      : encryptedLength(byteLength(data)) > limits.eventDataBytes
  if (isTooLarge) {
    return {
      status: 413,
      code: 'invalid_data',
      remedy: 'Send an id that the page can load the rest by, or raise limits.eventDataBytes.',
      message: dataTooLarge(limits.eventDataBytes),
    }
  }
  return undefined
}

function bad(
  code: TriggerProblem['code'],
  message: string,
  remedy: string = REMEDIES[code],
): TriggerProblem {
  return { status: 400, code, message, remedy }
}

/** Why so many events are too many for one batch, if they are. */
export function batchProblem(engine: Engine, size: number): string | undefined {
  const { batchSize } = engine.options.limits
  if (size <= batchSize) return undefined
  return `Batch too large: ${size} events, the maximum is ${batchSize}`
}

/**
 * Delivers a checked trigger. Cache channels keep it, occupied or not. What is to be encrypted waits for what
 * encrypts, if nobody has ever needed it; then nobody is subscribed either.
 */
export function deliverTrigger(engine: Engine, trigger: CheckedTrigger): void {
  const { encryption } = trigger
  if (encryption === undefined) {
    for (const channel of trigger.channels) deliverTo(engine, trigger, channel)
    return
  }
  withSecretBox(engine, ({ encrypt }) => {
    const data = JSON.stringify(encrypt(trigger.data, encryption.secret, encryption.nonce))
    deliverTrigger(engine, { ...trigger, data, encryption: undefined })
  })
}

function deliverTo(
  engine: Engine,
  { sender, event, data, socketId }: CheckedTrigger,
  { name: channel, cache }: ChannelName,
): void {
  if (cache) keep(engine, channel, event, data)
  const deliveredTo = publish(engine, { channel, event, data, exceptSocketId: socketId })
  const lost = !cache && isLost(engine, deliveredTo)
  if (!lost && !engine.events.has('publication')) return
  const told = { time: engine.now(), channel, event, ...(socketId && { excluded: socketId }) }
  if (lost) engine.attendance.lose({ ...told, peers: deliveredTo.length })
  engine.events.emit('publication', { ...told, sender, data, deliveredTo })
}

/** Whether none of the app's clients got it. Many who did are not looked at one by one. */
function isLost(engine: Engine, deliveredTo: readonly string[]): boolean {
  return deliveredTo.length < 10 && deliveredTo.every((socketId) => engine.peers.has(socketId))
}

function keep(engine: Engine, name: string, event: string, data: string): void {
  engine.cache.set(name, event, data)
  const channel = engine.channels.get(name)
  if (channel !== undefined) channel.missReported = false
}
