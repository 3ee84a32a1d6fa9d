import type { ChannelName } from '../../protocol/channel-name.ts'
import type { SubscribeFrame } from '../../protocol/client-frame.ts'
import { exceedsBytes, isRecord, type JsonValue, parseJson } from '../../protocol/json.ts'
import { channelStringToSign, hmacSha256Hex, signaturesEqual } from '../../protocol/signatures.ts'
import type { Connection } from '../connections/connection.ts'
import type { Rejection } from '../connections/reject.ts'
import type { Engine } from '../engine.ts'
import type { PresenceMember } from './presence-roster.ts'

export type Authorization =
  | { readonly ok: true; readonly member?: PresenceMember }
  | { readonly ok: false; readonly rejection: Rejection }

/** Decides whether `connection` may subscribe, and as which member on a presence channel. */
export function authorizeSubscription(
  engine: Engine,
  connection: Connection,
  spec: ChannelName,
  data: SubscribeFrame['data'],
): Authorization {
  if (spec.kind === 'public') return { ok: true }
  if (spec.kind === 'server-to-user') {
    return connection.user?.id === spec.userId
      ? { ok: true }
      : refused(
          `Not signed in as the user of channel ${spec.name}`,
          'pusher.signin() subscribes to it by itself',
        )
  }
  const signature = checkSignature(engine, connection, data)
  if (signature !== undefined) return { ok: false, rejection: signature }
  return spec.kind === 'presence' ? presenceMember(engine, connection, data) : { ok: true }
}

/** Texts as users quote them from the live service (pusher-websocket-java#205, -react-native#84). */
function checkSignature(
  engine: Engine,
  connection: Connection,
  { auth = '', channel, channel_data }: SubscribeFrame['data'],
): Rejection | undefined {
  const { key, tokens } = engine.options
  const separator = auth.lastIndexOf(':')
  const authKey = auth.slice(0, Math.max(separator, 0))
  const stringToSign = channelStringToSign(connection.socketId, channel, channel_data)
  const known = tokens.has(authKey) ? authKey : key
  const expected = hmacSha256Hex(tokens.get(known) ?? '', stringToSign)
  const detail = `Expected auth "${known}:${expected}" for "${stringToSign}", got "${auth}". Is the authorization endpoint using this fake's key and secret?`
  if (authKey !== known) {
    const message = `Invalid key in subscription auth data: '${authKey}'`
    return { problem: 'invalid_signature', message, detail }
  }
  const received = auth.slice(separator + 1)
  if (!signaturesEqual(expected, received)) {
    const message = `Invalid signature: Expected HMAC SHA256 hex digest of ${stringToSign}, but got ${received}`
    return { problem: 'invalid_signature', message, detail }
  }
  return undefined
}

function presenceMember(
  engine: Engine,
  connection: Connection,
  { channel, channel_data }: SubscribeFrame['data'],
): Authorization {
  if (channel_data === undefined) {
    // A signed-in client may leave it out. Source: pusher-js core/channels/presence_channel.ts.
    const { user } = connection
    if (user === undefined) {
      return refused(
        `Missing channel_data for presence channel ${channel}`,
        'The authorization endpoint has to answer channel_data as well, or the client signs in first',
      )
    }
    return { ok: true, member: { userId: user.id, userInfo: toJson(user.userInfo) } }
  }
  const parsed = parseJson(channel_data)
  const value = parsed.ok ? parsed.value : undefined
  const id = isRecord(value) ? value['user_id'] : undefined
  if (!isRecord(value) || !(typeof id === 'string' || typeof id === 'number') || id === '') {
    return refused(`Invalid channel_data for ${channel}: expected JSON with a user_id`)
  }
  const member = { userId: String(id), userInfo: toJson(value['user_info']) }
  const { presenceUserIdLength, presenceUserInfoBytes } = engine.options.limits
  if (member.userId.length > presenceUserIdLength) {
    return refused(`The user_id is longer than ${presenceUserIdLength} characters`)
  }
  if (exceedsBytes(JSON.stringify(member.userInfo), presenceUserInfoBytes)) {
    return refused(`The user_info is larger than ${presenceUserInfoBytes} bytes`)
  }
  return { ok: true, member }
}

function toJson(value: unknown): JsonValue {
  return (value ?? null) as JsonValue
}

function refused(message: string, detail?: string): Authorization {
  return {
    ok: false,
    rejection: {
      problem: 'subscription_refused',
      message,
      ...(detail !== undefined && { detail }),
    },
  }
}
