const SOCKET_ID = /^\d+\.\d+$/

/** Two integers joined by a dot. Source: pusher-http-node lib/pusher.js, validateSocketId. */
export function isSocketId(value: string): boolean {
  return SOCKET_ID.test(value)
}
