import { describe } from 'vitest'
import { runInProcess } from './in-process.ts'
import { PUSHER_JS_VERSIONS } from './pusher-js-versions.ts'

for (const pusherJs of PUSHER_JS_VERSIONS) {
  describe(`pusher-js ${pusherJs.version}`, () => runInProcess(pusherJs))
}
