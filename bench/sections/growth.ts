import { createPusherFake, type PusherFake } from 'pusher-js-fake'
import { heapUsed } from '../heap-used.ts'
import { inTurn } from '../measure.ts'
import { measurePart } from '../part.ts'
import { summarize, type WorkloadResult } from '../result.ts'
import { DATA, EVENT } from '../sample-event.ts'
import { subscribeToEngine } from './engine-client.ts'

const SIZES = [10, 100, 1_000, 10_000]
/** In one sample, whatever the size. */
const DELIVERIES = 100_000
const TRIGGERS = 10_000
const CYCLES = 10_000

interface Growing {
  readonly workload: string
  /** What there are more and more of. */
  readonly things: string
  readonly channelOf: (index: number) => string
  /** Deliveries in one sample. */
  readonly deliveries: number
  readonly send: (fake: PusherFake, size: number) => void
}

/** What a delivery costs the engine as the app grows: links that take frames and do nothing. */
await measurePart(async ({ rounds, repeats, shrink }) => {
  const samples = rounds * repeats
  const [deliveries, triggers] = [DELIVERIES / shrink, TRIGGERS / shrink]
  const byConnections: Growing = {
    workload: 'a delivery, by connections of one channel',
    things: 'connections',
    channelOf: () => 'orders',
    deliveries,
    send(fake, size) {
      for (let sent = 0; sent < deliveries; sent += size) fake.trigger('orders', EVENT, DATA)
    },
  }
  const byChannels: Growing = {
    workload: 'a trigger to one subscriber, by channels',
    things: 'channels',
    channelOf: (index) => `orders-${index}`,
    deliveries: triggers,
    send(fake, size) {
      for (let sent = 0; sent < triggers; sent += 1) {
        fake.trigger(`orders-${(sent * 7) % size}`, EVENT, DATA)
      }
    },
  }
  return [grow(byConnections, samples), grow(byChannels, samples), await cycles(CYCLES / shrink)]
})

function grow(
  { workload, things, channelOf, deliveries, send }: Growing,
  samples: number,
): WorkloadResult {
  const subjects = SIZES.map((size) => {
    const fake = createPusherFake()
    for (let index = 0; index < size; index += 1) subscribeToEngine(fake, channelOf(index))
    return { fake, size, taken: [] as number[] }
  })
  for (let round = 0; round <= samples; round += 1) {
    for (const { fake, size, taken } of inTurn(subjects, round)) {
      const started = performance.now()
      send(fake, size)
      // What is done for the first time is compiled meanwhile.
      if (round > 0) taken.push(performance.now() - started)
    }
  }
  for (const { fake } of subjects) fake.close()
  const measurements = subjects.map(({ size, taken }) =>
    summarize(`${size.toLocaleString('en')} ${things}`, taken, deliveries),
  )
  return { workload, unit: 'ms', measurements }
}

/** What is left of clients that have come and gone, after a collection: bytes for each. */
async function cycles(count: number): Promise<WorkloadResult> {
  const fake = createPusherFake({ frameLogSize: 1_000 })
  const round = () => {
    for (let index = 0; index < count; index += 1) subscribeToEngine(fake, `orders-${index % 50}`)()
  }
  round() // Fills the log and what else has a bound.
  const before = await heapUsed()
  round()
  const left = ((await heapUsed()) - before) / count
  return {
    workload: `memory left by ${count.toLocaleString('en')} connect, subscribe, disconnect`,
    unit: 'bytes',
    measurements: [summarize('pusher-js-fake', [Math.max(0, left)])],
  }
}
