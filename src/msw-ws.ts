/**
 * Pusher for `ws.link` of Mock Service Worker 3. With MSW 2, use `toPusher` of `pusher-js-fake/msw`.
 *
 * @module pusher-js-fake/msw/ws
 */
export {
  type PusherConnectionApi,
  PusherExtension,
  pusher,
} from './msw/pusher-extension.ts'
export type { PusherMessage } from './msw/pusher-message.ts'
export type { PusherSession } from './msw/pusher-session.ts'
