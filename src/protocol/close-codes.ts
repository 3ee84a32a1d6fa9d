const MEANINGS = {
  4000: 'Application only accepts SSL connections, reconnect using wss://',
  4001: 'Application does not exist',
  4003: 'Application disabled',
  4004: 'Application is over connection quota',
  4005: 'Path not found',
  4006: 'Invalid version string format',
  4007: 'Unsupported protocol version',
  4008: 'No protocol version supplied',
  4009: 'Connection is unauthorized',
  4100: 'Over capacity',
  4200: 'Generic reconnect immediately',
  4201: 'Pong reply not received',
  4202: 'Closed after inactivity',
  4301: 'Client event rejected due to rate limit',
  4302: 'Watchlist limit exceeded',
} as const

export type PusherCloseCode = keyof typeof MEANINGS

/**
 * Close codes of the Pusher protocol with their meaning.
 * Source: Pusher docs, library_auth_reference/pusher-websockets-protocol, "Error codes".
 * What pusher-js does with them: core/connection/protocol/protocol.ts, getCloseAction.
 */
export const CLOSE_CODES: Readonly<Record<PusherCloseCode, string>> = MEANINGS

/** The code by which pusher-js does not dial again: the app does not exist, or the fake is gone. */
export const GIVE_UP = 4001

/** A signed-in client may not go on; pusher-js does not dial again. */
export const UNAUTHORIZED = 4009

/** pusher-js dials again after a second. */
export const OVER_CAPACITY = 4100

/** pusher-js dials again at once. */
export const RECONNECT = 4200

/** A client did not answer a ping. */
export const NO_PONG = 4201

/** The client closes (RFC 6455, 7.4.1). */
export const NORMAL_CLOSURE = 1000

/** The server closes (RFC 6455, 7.4.1). */
export const GOING_AWAY = 1001

/** The network went away without a close frame (RFC 6455, 7.1.5). Cannot be sent, only observed. */
export const ABNORMAL_CLOSURE = 1006

/** The documented meaning of a code, or an empty string for one that Pusher does not define. */
export function closeReason(code: number): string {
  return Number.isInteger(code) && code in CLOSE_CODES ? CLOSE_CODES[code as PusherCloseCode] : ''
}
