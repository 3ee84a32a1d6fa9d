/**
 * The fake on real sockets, for Node.
 *
 * @module pusher-js-fake/standalone
 */
export type { PusherServerOptions } from './standalone/server-options.ts'
export { type PusherServer, startPusherServer } from './standalone/start-pusher-server.ts'
