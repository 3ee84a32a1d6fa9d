import { createRequire } from 'node:module'
import type Pusher from 'pusher-js'

/** pusher-js under one of the names that package.json gives its versions. */
export interface PusherJsVersion {
  readonly version: string
  readonly PusherClass: typeof Pusher
}

const require = createRequire(import.meta.url)

function versionOf(name: string): PusherJsVersion {
  return { version: require(`${name}/package.json`).version, PusherClass: require(name) }
}

/** Node builds of the versions that users run, the latest first. */
export const PUSHER_JS_VERSIONS: readonly [PusherJsVersion, ...PusherJsVersion[]] = [
  versionOf('pusher-js'),
  versionOf('pusher-js-8.4'),
  versionOf('pusher-js-8.0'),
  versionOf('pusher-js-7'),
]
