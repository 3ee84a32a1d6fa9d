import { startPusherServer } from 'pusher-js-fake/standalone'
import { describe } from 'vitest'
import { type InProcessHost, runInProcess } from './in-process.ts'
import { PUSHER_JS_VERSIONS } from './pusher-js-versions.ts'

const REAL_SOCKETS: InProcessHost = {
  unhandled: 'bypass',
  async serve(fake) {
    const server = await startPusherServer(fake)
    return {
      pusher: {
        wsHost: server.host,
        wsPort: server.port,
        forceTLS: false,
        enabledTransports: ['ws', 'wss'],
      },
      stop: () => server.close(),
    }
  },
  skip: (name) =>
    name.startsWith('close code 4000')
      ? "pusher-js's Node build cannot be told to trust a certificate made for a test"
      : undefined,
}

// Older versions are told apart by what they send, and node.test.ts has all of them.
for (const { version, PusherClass } of PUSHER_JS_VERSIONS.slice(0, 1)) {
  describe(`pusher-js ${version}`, () => runInProcess(PusherClass, REAL_SOCKETS))
}
