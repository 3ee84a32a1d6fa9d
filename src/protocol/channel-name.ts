/** What a channel's prefix says about who may subscribe and what its members see. */
export type ChannelKind = 'public' | 'private' | 'presence' | 'private-encrypted' | 'server-to-user'

export interface ChannelName {
  readonly name: string
  readonly kind: ChannelKind
  /** Whether the last event is replayed to new subscribers. */
  readonly cache: boolean
  /** The user of a `#server-to-user-ID` channel. */
  readonly userId?: string
}

export type ParsedChannelName =
  | { readonly ok: true; readonly channel: ChannelName }
  | { readonly ok: false; readonly reason: string }

const ENCRYPTED = 'private-encrypted-'

const SERVER_TO_USER = '#server-to-user-'

/** Longest prefix first. Source: Pusher docs, using_channels/channels and using_channels/cache-channels. */
const PREFIXES: readonly (readonly [prefix: string, kind: ChannelKind, cache: boolean])[] = [
  [`${ENCRYPTED}cache-`, 'private-encrypted', true],
  [ENCRYPTED, 'private-encrypted', false],
  ['private-cache-', 'private', true],
  ['presence-cache-', 'presence', true],
  ['private-', 'private', false],
  ['presence-', 'presence', false],
  ['cache-', 'public', true],
]

const ALLOWED = /^[A-Za-z0-9_\-=@,.;]+$/

/**
 * Reads a channel name and says which kind of channel it names.
 *
 * @param maxLength the longest allowed name in characters, prefix included (Pusher: 164)
 */
export function parseChannelName(name: string, maxLength: number): ParsedChannelName {
  if (name.length > maxLength) {
    return {
      ok: false,
      reason: `The channel name is ${name.length} characters long, the maximum is ${maxLength}`,
    }
  }
  if (name.startsWith(SERVER_TO_USER)) {
    const userId = name.slice(SERVER_TO_USER.length)
    if (!ALLOWED.test(userId)) return { ok: false, reason: invalidName(name) }
    return { ok: true, channel: { name, kind: 'server-to-user', cache: false, userId } }
  }
  if (!ALLOWED.test(name)) return { ok: false, reason: invalidName(name) }
  for (const [prefix, kind, cache] of PREFIXES) {
    if (name.startsWith(prefix)) return { ok: true, channel: { name, kind, cache } }
  }
  return { ok: true, channel: { name, kind: 'public', cache: false } }
}

/** The channel that carries server-to-user events of one signed-in user. Source: pusher-js core/user.ts. */
export function serverToUserChannel(userId: string): string {
  return SERVER_TO_USER + userId
}

/** Whether a name, valid or not, has the prefix of a channel whose events are encrypted. */
export function namesEncrypted(name: string): boolean {
  return name.startsWith(ENCRYPTED)
}

/** Whether subscribing needs an authorization signature. */
export function needsAuthorization(kind: ChannelKind): boolean {
  return kind === 'private' || kind === 'presence' || kind === 'private-encrypted'
}

function invalidName(name: string): string {
  return `Invalid channel name "${name}": only letters, digits and _ - = @ , . ; are allowed`
}
