/** An event that was triggered by hand. */
export interface Payload {
  readonly channel: string
  readonly event: string
  /** JSON, as it was typed. */
  readonly data: string
}

const KEY = 'pusher-js-fake/payloads'
const REMEMBERED = 8

/** The payloads that were triggered last, newest first. */
export function readPayloads(storage: Pick<Storage, 'getItem'>): readonly Payload[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isPayload) : []
  } catch {
    return []
  }
}

/** Puts a payload first, once. */
export function rememberPayload(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  payload: Payload,
): readonly Payload[] {
  const others = readPayloads(storage).filter((other) => !isSame(other, payload))
  const payloads = [payload, ...others].slice(0, REMEMBERED)
  try {
    storage.setItem(KEY, JSON.stringify(payloads))
  } catch {
    // A full or forbidden storage only costs the memory.
  }
  return payloads
}

function isSame(one: Payload, other: Payload): boolean {
  return one.channel === other.channel && one.event === other.event && one.data === other.data
}

function isPayload(value: unknown): value is Payload {
  if (typeof value !== 'object' || value === null) return false
  const { channel, event, data }: Partial<Record<keyof Payload, unknown>> = value
  return [channel, event, data].every((text) => typeof text === 'string')
}
