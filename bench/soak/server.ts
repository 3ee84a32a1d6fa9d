// The standalone server, alone.
import { createPusherFake } from 'pusher-js-fake'
import { startPusherServer } from 'pusher-js-fake/standalone'
import { answerParent } from './report.ts'

const fake = createPusherFake({ logger: false, frameLogSize: 1_000 })
const server = await startPusherServer(fake, {
  port: Number(process.argv[2]),
  control: { token: 'soak' },
})
answerParent()
process.send?.({ port: server.port })
