/**
 * Handlers for Mock Service Worker.
 *
 * @module pusher-js-fake/msw
 */
export { pusherHandlers } from './msw/handlers.ts'
export type { PusherMessage } from './msw/pusher-message.ts'
export type { PusherSession } from './msw/pusher-session.ts'
export { pusherSockets } from './msw/pusher-sockets.ts'
export type { PusherClientHandle } from './msw/served-client.ts'
export { type PusherSocketConnection, toPusher } from './msw/to-pusher.ts'
