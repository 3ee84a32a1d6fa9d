// The engine in the page, and its clients with it.
import Pusher from 'pusher-js'
import { installPusherFake } from 'pusher-js-fake/browser'
import { answerParent } from './report.ts'
import { soak } from './soak-clients.ts'

const fake = installPusherFake({ Pusher, logger: false, frameLogSize: 1_000 })
const tally = { delivered: 0, lost: 0, disordered: 0, reconnects: 0, rounds: 0 }
answerParent(tally)
await soak(
  {
    trigger: (channel, event, data) => void fake.trigger(channel, event, data),
    drop: (socketId, code) => fake.faults.disconnect({ socketId, code }),
  },
  Number(process.argv[2]),
  {},
  tally,
)
