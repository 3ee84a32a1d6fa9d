import { setupServer } from 'msw/node'
import { FULL, QUICK } from './measure.ts'
import { bareLoop } from './peers/bare-loop.ts'
import { loopback } from './peers/loopback.ts'
import { mockSocket } from './peers/mock-socket.ts'
import { mswSocket } from './peers/msw.ts'
import { pusherJsFake } from './peers/pusher-js-fake.ts'
import { pusherJsMock } from './peers/pusher-js-mock.ts'
import { runInProcess } from './workloads/in-process.ts'

const msw = mswSocket(async (handler) => {
  const server = setupServer(handler)
  server.listen()
  return () => server.close()
})
const peers = [pusherJsFake, bareLoop, mockSocket, msw, loopback, pusherJsMock]
const results = await runInProcess(peers, process.argv.includes('--quick') ? QUICK : FULL)
for (const { workload, measurements } of results) {
  console.log(workload)
  const ours = measurements[0]?.median ?? 1
  console.table(measurements.map((m) => ({ peer: m.peer, us: (m.median * 1000).toFixed(2), ratio: (m.median / ours).toFixed(2), q: m.quartiles.map((x) => (x * 1000).toFixed(2)).join('..'), n: m.iterations })))
}
process.exit(0)
