// @vitest-environment jsdom
import Pusher from 'pusher-js/with-encryption'
import { runInProcess } from './in-process.ts'
import { PUSHER_JS_VERSIONS } from './pusher-js-versions.ts'

runInProcess({ ...PUSHER_JS_VERSIONS[0], PusherClass: Pusher })
