import type { Options } from 'pusher-js'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { describe } from 'vitest'
import { type InProcessHost, runInProcess } from './in-process.ts'
import { PUSHER_JS_VERSIONS } from './pusher-js-versions.ts'

function realPort(enabledTransports: NonNullable<Options['enabledTransports']>): InProcessHost {
  return {
    unhandled: 'bypass',
    async serve(fake) {
      const { host, port, close } = await startPusherServer(fake)
      return {
        pusher: {
          wsHost: host,
          wsPort: port,
          httpHost: host,
          httpPort: port,
          forceTLS: false,
          enabledTransports,
        },
        stop: close,
      }
    },
    skip: (name) =>
      name.startsWith('close code 4000')
        ? "pusher-js's Node build cannot be told to trust a certificate made for a test"
        : undefined,
  }
}

// Older versions are told apart by what they send, and node.test.ts has all of them.
const [latest] = PUSHER_JS_VERSIONS
describe('ws and wss', () => runInProcess(latest, realPort(['ws', 'wss'])))

describe.each(['xhr_streaming', 'xhr_polling'] as const)('%s', (transport) => {
  runInProcess(latest, realPort([transport]))
})
