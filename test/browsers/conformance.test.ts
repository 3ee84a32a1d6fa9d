import Pusher from 'pusher-js/with-encryption'
import PusherV7 from 'pusher-js-7/with-encryption'
import PusherV80 from 'pusher-js-8.0/with-encryption'
import PusherV84 from 'pusher-js-8.4/with-encryption'
import { describe } from 'vitest'
import { runInProcess } from '../conformance/in-process.ts'

/** The versions that users run, the latest first; their declarations differ in what is not asked for. */
const VERSIONS: readonly unknown[] = [Pusher, PusherV84, PusherV80, PusherV7]

for (const version of VERSIONS) {
  const PusherClass = version as typeof Pusher & { readonly VERSION: string }
  describe(`pusher-js ${PusherClass.VERSION}`, () => runInProcess(PusherClass))
}
