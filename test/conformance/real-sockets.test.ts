import Pusher from 'pusher-js'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { runInProcess } from './in-process.ts'

runInProcess(Pusher, {
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
})
