import { channelSharedSecret, fromBase64 } from '../../src/protocol/encryption.ts'
import { decrypt } from '../../src/protocol/secret-box.ts'
import type { Heard } from './reference-model.ts'

/** A frame with its data as they were on the wire. */
export interface Frame {
  readonly event: string
  readonly channel?: string | undefined
  readonly data?: unknown
  readonly user_id?: string | undefined
}

/** Reads a frame as the model writes it; texts of errors are not its business. */
export function heardFrame(frame: Frame, masterKeyBase64: string): Heard {
  const { event, channel, user_id } = frame
  const data = dataOf(frame, masterKeyBase64)
  return {
    event,
    ...(channel !== undefined && { channel }),
    ...(data !== undefined && { data }),
    ...(user_id !== undefined && { userId: user_id }),
  }
}

function dataOf({ event, channel = '', data }: Frame, masterKeyBase64: string): unknown {
  switch (event) {
    case 'pusher:connection_established':
    case 'pusher:cache_miss':
      return undefined
    case 'pusher:error':
      return { code: (data as { code: number | null }).code }
    case 'pusher:signin_success':
      return JSON.parse((data as { user_data: string }).user_data).id
    case 'pusher_internal:watchlist_events':
      return data
    case 'pusher_internal:subscription_succeeded':
      return presence(JSON.parse(String(data)))
  }
  if (event.startsWith('pusher_internal:')) return JSON.parse(String(data))
  // Nobody encrypts a client event.
  if (!channel.startsWith('private-encrypted-') || event.startsWith('client-')) return data
  const key = fromBase64(masterKeyBase64) ?? new Uint8Array()
  return decrypt(JSON.parse(String(data)), channelSharedSecret(channel, key))
}

interface Succeeded {
  readonly presence?: {
    readonly ids: readonly string[]
    readonly hash: Readonly<Record<string, unknown>>
    readonly count: number
  }
}

function presence(data: Succeeded): object {
  if (data.presence === undefined) return data
  const { ids, hash, count } = data.presence
  const infos = new Map(Object.entries(hash))
  return { ids, infos: ids.map((id) => infos.get(id)), count }
}
