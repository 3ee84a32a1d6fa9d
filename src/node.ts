/**
 * Sends what a backend means for Pusher to the fake, without a line of the backend:
 * `NODE_OPTIONS="--import pusher-js-fake/node" PUSHER_FAKE_URL=http://127.0.0.1:6100 npm start`.
 *
 * @module pusher-js-fake/node
 */
import { install } from './node/install.ts'

install()
