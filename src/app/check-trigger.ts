import { PusherFakeError, showValue } from '../errors/pusher-fake-error.ts'
import type { ChannelName } from '../protocol/channel-name.ts'
import { channelSharedSecret, NONCE_BYTES } from '../protocol/encryption.ts'
import { decodeData, isRecord } from '../protocol/json.ts'
import { masterKeyOf } from '../server/channels/authorize.ts'
import {
  batchProblem,
  type CheckedTrigger,
  checkEvent,
  type Encryption,
  readChannels,
  type TriggerProblem,
} from '../server/channels/trigger.ts'
import { checkOptions } from '../server/check-options.ts'
import { holdToContract } from '../server/contracts/hold-to-contract.ts'
import { encodeJson } from '../server/encode-json.ts'
import type { Engine } from '../server/engine.ts'
import { BATCH_RULES, type BatchEvent } from './call-options.ts'

/** What a test hands to `fake.trigger`. */
interface TriggerCall {
  readonly channels: string | readonly string[]
  readonly event: string
  readonly data: unknown
  readonly socketId: string | undefined
}

/**
 * Reads and checks an event of the test's before anything is sent.
 *
 * @throws PusherFakeError for what the service would refuse, and for what `events` does not allow
 */
export function checkTrigger(engine: Engine, call: TriggerCall): CheckedTrigger {
  const { channels, event, data, socketId } = call
  const names = typeof channels === 'string' ? [channels] : channels
  assertNames(names, event)
  const read = readChannels(engine, names)
  if ('code' in read) throw triggerError(names, event, read)
  const text = textOf(read, data)
  const trigger: CheckedTrigger = {
    sender: 'test',
    channels: read,
    event,
    data: text,
    socketId,
    encryption: encryptionFor(engine, read),
  }
  const problem = checkEvent(engine, trigger)
  if (problem !== undefined) throw triggerError(names, event, problem)
  if (engine.contracts === undefined) return trigger
  const decode = () => ({ ok: true, value: decodeData(text) }) as const
  for (const { name: channel } of read) {
    holdToContract(engine, { sender: 'test', channel, event, data: decode })
  }
  return trigger
}

function triggerError(
  names: readonly string[],
  event: string,
  { code, message, remedy }: TriggerProblem,
): PusherFakeError {
  const written = `trigger(${[...names, event].map((word) => JSON.stringify(word)).join(', ')})`
  return new PusherFakeError(code, `${written}: ${message}. ${remedy}`)
}

/**
 * Reads and checks a batch: nothing of it is sent when one event is wrong.
 *
 * @throws PusherFakeError as {@link checkTrigger} does, and `invalid_data` for a batch that is too large
 */
export function checkBatch(engine: Engine, events: readonly BatchEvent[]): CheckedTrigger[] {
  assertBatch(events)
  const tooLarge = batchProblem(engine, events.length)
  if (tooLarge !== undefined) {
    throw new PusherFakeError(
      'invalid_data',
      `triggerBatch: ${tooLarge}. Send several batches, or raise limits.batchSize.`,
    )
  }
  return events.map((given, index) => {
    checkOptions(given, BATCH_RULES, `triggerBatch, event ${index}`)
    const { channel, name, data, socketId } = given
    return checkTrigger(engine, { channels: channel, event: name, data, socketId })
  })
}

function textOf(channels: readonly ChannelName[], data: unknown): string {
  const isPlain = typeof data === 'string' && !channels.some(isEncrypted)
  return isPlain ? data : encodeJson(data, 'The data of an event')
}

/** An encrypted channel is alone in its trigger. */
function encryptionFor(engine: Engine, [first]: readonly ChannelName[]): Encryption | undefined {
  if (first === undefined || !isEncrypted(first)) return undefined
  const { random } = engine.options
  const secret = channelSharedSecret(first.name, masterKeyOf(engine))
  const nonce = Uint8Array.from({ length: NONCE_BYTES }, () => Math.floor(random() * 256))
  return { secret, nonce }
}

function isEncrypted({ kind }: ChannelName): boolean {
  return kind === 'private-encrypted'
}

/** For callers without types. @throws PusherFakeError */
function assertBatch(events: unknown): void {
  const isBatch = Array.isArray(events) && events.every((event) => isRecord(event))
  if (isBatch) return
  throw new PusherFakeError(
    'invalid_data',
    `triggerBatch: expected an array of { channel, name, data }, got ${showValue(events)}.`,
  )
}

/** For callers without types. @throws PusherFakeError */
function assertNames(channels: unknown, event: unknown): void {
  if (!Array.isArray(channels) || !channels.every((name) => typeof name === 'string')) {
    throw new PusherFakeError(
      'invalid_channel_name',
      `trigger: expected a channel's name or an array of names, got ${showValue(channels)}.`,
    )
  }
  if (typeof event !== 'string') {
    throw new PusherFakeError(
      'invalid_event_name',
      `trigger: expected the event's name, got ${showValue(event)}.`,
    )
  }
}
