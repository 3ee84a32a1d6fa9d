import { createPusherFake } from 'pusher-js-fake'
import { heapUsed } from '../heap-used.ts'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'
import { EVENT } from '../sample-event.ts'
import { subscribeToEngine } from './engine-client.ts'

const CONNECTIONS = 5_000
const FRAMES = 50_000

/** Bytes that stay, by the difference over many. */
await measurePart(async ({ shrink }) => {
  const [connections, frames] = [CONNECTIONS / shrink, FRAMES / shrink]
  const fake = createPusherFake({ frameLogSize: frames })
  const before = await heapUsed()
  for (let index = 0; index < connections; index += 1) subscribeToEngine(fake, 'orders')
  const connection = ((await heapUsed()) - before) / connections
  const idle = await heapUsed()
  subscribeToEngine(fake, 'news')
  for (let index = 0; index < frames; index += 1) fake.trigger('news', EVENT, { id: index })
  const frame = ((await heapUsed()) - idle) / frames
  return [
    {
      workload: 'memory of an idle connection with one subscription, its frames included',
      unit: 'bytes',
      measurements: [summarize('pusher-js-fake', [connection])],
    },
    {
      workload: 'memory of a logged frame of 60 characters',
      unit: 'bytes',
      measurements: [summarize('pusher-js-fake', [frame])],
    },
  ]
})
