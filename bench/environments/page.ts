import { setupWorker } from 'msw/browser'
import type { Effort } from '../measure.ts'
import { bareDispatch } from '../peers/bare-dispatch.ts'
import { bareLoop } from '../peers/bare-loop.ts'
import { mockSocket } from '../peers/mock-socket.ts'
import { mswSocket } from '../peers/msw.ts'
import { pusherJsFake } from '../peers/pusher-js-fake.ts'
import { pusherJsMock } from '../peers/pusher-js-mock.ts'
import type { WorkloadResult } from '../result.ts'
import { runInProcess } from '../workloads/in-process.ts'

const msw = mswSocket(async (handler) => {
  const worker = setupWorker(handler)
  await worker.start({ quiet: true })
  return () => worker.stop()
})

/** What chromium.ts calls in its page. */
export function runInPage(effort: Effort): Promise<WorkloadResult[]> {
  return runInProcess([pusherJsFake, bareLoop, bareDispatch, mockSocket, msw, pusherJsMock], effort)
}
