import latest from 'pusher-js/package.json' with { type: 'json' }
import Pusher from 'pusher-js/with-encryption'
import v7 from 'pusher-js-7/package.json' with { type: 'json' }
import PusherV7 from 'pusher-js-7/with-encryption'
import v80 from 'pusher-js-8.0/package.json' with { type: 'json' }
import PusherV80 from 'pusher-js-8.0/with-encryption'
import v84 from 'pusher-js-8.4/package.json' with { type: 'json' }
import PusherV84 from 'pusher-js-8.4/with-encryption'
import { describe } from 'vitest'
import { runInProcess } from '../conformance/in-process.ts'

/** The versions that users run, the latest first; their declarations differ in what is not asked for. */
const VERSIONS: readonly (readonly [PusherClass: unknown, { readonly version: string }])[] = [
  [Pusher, latest],
  [PusherV84, v84],
  [PusherV80, v80],
  [PusherV7, v7],
]

for (const [PusherClass, { version }] of VERSIONS) {
  describe(`pusher-js ${version}`, () =>
    runInProcess({ version, PusherClass: PusherClass as typeof Pusher }))
}
