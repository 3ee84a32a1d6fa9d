import { type ChannelName, serverToUserChannel } from '../protocol/channel-name.ts'
import { channelSharedSecret } from '../protocol/encryption.ts'
import { decodeData, isRecord } from '../protocol/json.ts'
import { decrypt } from '../protocol/secret-box.ts'
import { applicableInfo, type InfoAttribute } from '../server/channels/channel-info.ts'
import {
  batchProblem,
  type CheckedTrigger,
  checkEvent,
  deliverTrigger,
  readChannels,
} from '../server/channels/trigger.ts'
import type { Decoded } from '../server/contracts/event-contracts.ts'
import { holdToContract } from '../server/contracts/hold-to-contract.ts'
import type { Engine } from '../server/engine.ts'
import {
  infoAttributes,
  optionalString,
  parametersOf,
  type RestRequest,
  stringParameter,
} from './rest-request.ts'
import { acceptedResponse, jsonResponse, RestError } from './rest-response.ts'

interface PublishedEvent extends CheckedTrigger {
  readonly info: readonly InfoAttribute[]
}

/** POST /events */
export function postEvents(engine: Engine, request: RestRequest): Response {
  const body = parametersOf(request)
  const channels = channelsOf(body)
  const event = parseEvent(engine, body, channels)
  deliver(engine, event)
  if (event.info.length === 0) return jsonResponse({})
  const entries = event.channels.map((channel) => [
    channel.name,
    applicableInfo(engine, channel, event.info),
  ])
  return jsonResponse({ channels: Object.fromEntries(entries) })
}

/** POST /batch_events; all or nothing: one bad event refuses the batch. */
export function postBatchEvents(engine: Engine, request: RestRequest): Response {
  const { batch } = parametersOf(request)
  if (!Array.isArray(batch)) throw new RestError(400, 'Expected batch parameter to be an array')
  const tooLarge = batchProblem(engine, batch.length)
  if (tooLarge !== undefined) throw new RestError(400, tooLarge)
  const events = batch.map((item: unknown) => {
    if (!isRecord(item)) throw new RestError(400, 'Expected every event of batch to be an object')
    return parseEvent(engine, item, [stringParameter(item, 'channel')])
  })
  for (const event of events) deliver(engine, event)
  if (events.every(({ info }) => info.length === 0)) return jsonResponse({})
  return jsonResponse({
    batch: events.map(({ channels, info }) =>
      Object.assign({}, ...channels.map((channel) => applicableInfo(engine, channel, info))),
    ),
  })
}

/**
 * POST /channels/:name/events, which POST /events replaced in 2012: the name in the query, the data as the body.
 * Source: Pusher docs, rest-api-deprecated.
 */
export function postChannelEvents(engine: Engine, request: RestRequest, name: string): Response {
  const { query, body } = request
  const parameters = { ...Object.fromEntries(query), data: body }
  deliver(engine, parseEvent(engine, parameters, [name]))
  return acceptedResponse()
}

/** POST /users/:id/events: an event to every connection that is signed in as the user. */
export function postUserEvents(engine: Engine, request: RestRequest, userId: string): Response {
  deliver(engine, parseEvent(engine, parametersOf(request), [serverToUserChannel(userId)]))
  return jsonResponse({})
}

function deliver(engine: Engine, trigger: PublishedEvent): void {
  const { event, data: text, channels, sender } = trigger
  for (const channel of channels) {
    const data = () => decoded(engine, channel, text)
    holdToContract(engine, { sender, channel: channel.name, event, data })
  }
  deliverTrigger(engine, trigger)
}

/** What a client will have; data that were encrypted with another key it cannot read either. */
function decoded(
  { encryptionMasterKey }: Engine,
  { name, kind }: ChannelName,
  text: string,
): Decoded {
  const data = decodeData(text)
  if (kind !== 'private-encrypted') return { ok: true, value: data }
  if (encryptionMasterKey === undefined || !isRecord(data)) return { ok: false }
  const sealed = { nonce: String(data['nonce']), ciphertext: String(data['ciphertext']) }
  const opened = decrypt(sealed, channelSharedSecret(name, encryptionMasterKey))
  return opened === undefined ? { ok: false } : { ok: true, value: decodeData(opened) }
}

function parseEvent(
  engine: Engine,
  body: Record<string, unknown>,
  names: readonly string[],
): PublishedEvent {
  const socketId = optionalString(body, 'socket_id')
  const event = {
    event: stringParameter(body, 'name'),
    data: stringParameter(body, 'data'),
    ...(socketId !== undefined && { socketId }),
    info: infoAttributes(optionalString(body, 'info')),
  }
  const channels = readChannels(engine, names)
  if ('code' in channels) throw new RestError(channels.status, channels.message)
  const problem = checkEvent(engine, event)
  if (problem !== undefined) throw new RestError(problem.status, problem.message)
  return { ...event, sender: 'backend', channels }
}

function channelsOf(body: Record<string, unknown>): string[] {
  const { channels } = body
  if (channels === undefined) return [stringParameter(body, 'channel')]
  if (!Array.isArray(channels) || !channels.every((name) => typeof name === 'string')) {
    throw new RestError(400, 'Expected channels parameter to be an array of strings')
  }
  return channels
}
