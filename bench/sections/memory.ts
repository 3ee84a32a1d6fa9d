import { createPusherFake, type Link, type PusherFake } from 'pusher-js-fake'
import { report } from '../child.ts'
import { heapUsed } from '../heap-used.ts'
import { summarize } from '../result.ts'

const CONNECTIONS = 5_000
const FRAMES = 50_000

/** Run with --expose-gc: bytes that stay, by the difference over many. */
await report(async ({ shrink }) => {
  const [connections, frames] = shrink === 100 ? [100, 1_000] : [CONNECTIONS, FRAMES]
  const fake = createPusherFake({ frameLogSize: frames })
  const before = await heapUsed()
  for (let index = 0; index < connections; index += 1) connect(fake, 'orders')
  const connection = ((await heapUsed()) - before) / connections
  const idle = await heapUsed()
  connect(fake, 'news')
  for (let index = 0; index < frames; index += 1) fake.trigger('news', 'created', { id: index })
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

function connect(fake: PusherFake, channel: string): void {
  const link: Link = { open() {}, send() {}, close() {}, drop() {} }
  const input = fake.accept(link, {
    url: 'wss://ws-mt1.pusher.com/app/app-key',
    secure: true,
    key: 'app-key',
    protocol: '7',
  })
  input.receive(`{"event":"pusher:subscribe","data":{"channel":"${channel}"}}`)
}
