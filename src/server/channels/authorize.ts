import { PusherFakeError } from '../../errors/pusher-fake-error.ts'
import { parseChannelName } from '../../protocol/channel-name.ts'
import { channelSharedSecret, toBase64 } from '../../protocol/encryption.ts'
import { isSocketId } from '../../protocol/server-frame.ts'
import { channelStringToSign, hmacSha256Hex, userStringToSign } from '../../protocol/signatures.ts'
import type { Engine } from '../engine.ts'
import { channelDataOf, type PresenceUser, type User, userDataOf } from '../users/user.ts'

/** What an authorization endpoint answers. Source: pusher-http-node lib/auth.js. */
export interface ChannelAuthorization {
  /** The key, a colon and the signature. */
  readonly auth: string
  /** The member of a presence channel as JSON, exactly as it was signed. */
  readonly channel_data?: string
  /** The key of an encrypted channel, as base64. */
  readonly shared_secret?: string
}

/** What a user authentication endpoint answers. */
export interface UserAuthentication {
  /** The key, a colon and the signature. */
  readonly auth: string
  /** The user as JSON, exactly as it was signed. */
  readonly user_data: string
}

/**
 * Signs a subscription.
 *
 * @param user the member on a presence channel; without one the client must be signed in
 * @throws PusherFakeError on an invalid socket id or channel name, or an encrypted channel without a
 *   master key
 */
export function authorizeChannel(
  engine: Engine,
  socketId: string,
  channelName: string,
  user?: PresenceUser,
): ChannelAuthorization {
  const { options } = engine
  assertSocketId(socketId)
  const parsed = parseChannelName(channelName, options.limits.channelNameLength)
  if (!parsed.ok)
    throw new PusherFakeError(
      'invalid_channel_name',
      `${parsed.reason}. A name is such as private-orders or presence-room.`,
    )
  const { kind } = parsed.channel
  const channelData = user === undefined ? undefined : channelDataOf(user)
  const stringToSign = channelStringToSign(socketId, channelName, channelData)
  const auth = `${options.key}:${hmacSha256Hex(options.secret, stringToSign)}`
  return {
    auth,
    ...(channelData !== undefined && { channel_data: channelData }),
    ...(kind === 'private-encrypted' && {
      shared_secret: toBase64(channelSharedSecret(channelName, masterKeyOf(engine))),
    }),
  }
}

/** Signs a user in. @throws PusherFakeError on an invalid socket id or a user without an id */
export function authenticateUser(engine: Engine, socketId: string, user: User): UserAuthentication {
  const { options } = engine
  assertSocketId(socketId)
  const userData = userDataOf(user)
  const signature = hmacSha256Hex(options.secret, userStringToSign(socketId, userData))
  return { auth: `${options.key}:${signature}`, user_data: userData }
}

/** @throws PusherFakeError `missing_encryption_key` */
export function masterKeyOf(engine: Engine): Uint8Array {
  if (engine.encryptionMasterKey !== undefined) return engine.encryptionMasterKey
  throw new PusherFakeError(
    'missing_encryption_key',
    'An encrypted channel was used, and the fake has no key. Write createPusherFake({ encryptionMasterKeyBase64 }), with 32 bytes as base64, the same as in your server: openssl rand -base64 32.',
  )
}

function assertSocketId(socketId: string): void {
  if (!isSocketId(socketId)) {
    throw new PusherFakeError(
      'invalid_option',
      `Invalid socket id "${socketId}", expected two integers and a dot. Take pusher.connection.socket_id, or the socket_id of the request.`,
    )
  }
}
