// Clients of the standalone server, over real sockets; events by the SDK, drops by the control API.
import PusherServer from 'pusher'
import { answerParent } from './report.ts'
import { soak } from './soak-clients.ts'

const [, , count, port = ''] = process.argv
const sdk = new PusherServer({
  appId: '1000001',
  key: 'app-key',
  secret: 'app-secret',
  host: '127.0.0.1',
  port,
})
const tally = { delivered: 0, lost: 0, disordered: 0, reconnects: 0, rounds: 0 }
answerParent(tally)
await soak(
  {
    async trigger(channel, event, data) {
      await sdk.trigger(channel, event, data)
    },
    async drop(socketId, code) {
      const response = await fetch(`http://127.0.0.1:${port}/control/v1/faults/disconnect`, {
        method: 'POST',
        headers: { authorization: 'Bearer soak', 'content-type': 'application/json' },
        body: JSON.stringify({ socketId, code }),
      })
      await response.text()
    },
  },
  Number(count),
  { wsHost: '127.0.0.1', wsPort: Number(port), forceTLS: false, enabledTransports: ['ws'] },
  tally,
)
