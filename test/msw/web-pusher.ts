import { createRequire } from 'node:module'
import type PusherClass from 'pusher-js'

/** The build that a page gets, which dials by the global WebSocket; the package resolves to the Node build here. */
export const WebPusher: typeof PusherClass = createRequire(import.meta.url)(
  'pusher-js/dist/web/pusher-with-encryption.js',
)
