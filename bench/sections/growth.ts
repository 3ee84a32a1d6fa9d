import { createPusherFake, type Link, type PusherFake } from 'pusher-js-fake'
import { report } from '../child.ts'
import { heapUsed } from '../heap-used.ts'
import { summarize, type WorkloadResult } from '../result.ts'

const URL_OF_CLIENTS = {
  url: 'wss://ws-mt1.pusher.com/app/app-key',
  secure: true,
  key: 'app-key',
  protocol: '7',
}
const SIZES = [10, 100, 1_000, 10_000]
const DATA = { id: 1, name: 'Ada', items: ['tea', 'milk'], total: 12.5 }
/** Deliveries in one sample, whatever the size. */
const DELIVERIES = 100_000

/** What a delivery costs the engine as the app grows: links that take frames and do nothing. */
await report(async ({ rounds, shrink }) => {
  const samples = (shrink === 1 ? 8 : 3) * rounds
  const deliveries = shrink === 100 ? DELIVERIES / 10 : DELIVERIES
  return [
    byConnections(samples, deliveries),
    byChannels(samples, deliveries / 10),
    await cycles(10_000 / shrink),
  ]
})

function byConnections(count: number, deliveries: number): WorkloadResult {
  const measurements = SIZES.map((size) => {
    const fake = createPusherFake()
    for (let index = 0; index < size; index += 1) subscribe(fake, 'orders')
    const taken = Array.from({ length: count }, () =>
      time(() => {
        for (let sent = 0; sent < deliveries; sent += size) fake.trigger('orders', 'created', DATA)
      }),
    )
    fake.close()
    return summarize(`${size.toLocaleString('en')} connections`, taken, deliveries)
  })
  return { workload: 'a delivery, by connections of one channel', unit: 'ms', measurements }
}

function byChannels(count: number, events: number): WorkloadResult {
  const measurements = SIZES.map((size) => {
    const fake = createPusherFake()
    for (let index = 0; index < size; index += 1) subscribe(fake, `orders-${index}`)
    const taken = Array.from({ length: count }, () =>
      time(() => {
        for (let sent = 0; sent < events; sent += 1) {
          fake.trigger(`orders-${(sent * 7) % size}`, 'created', DATA)
        }
      }),
    )
    fake.close()
    return summarize(`${size.toLocaleString('en')} channels`, taken, events)
  })
  return { workload: 'a trigger to one subscriber, by channels', unit: 'ms', measurements }
}

/** What is left of clients that have come and gone, after a collection: bytes for each. */
async function cycles(count: number): Promise<WorkloadResult> {
  const fake = createPusherFake({ frameLogSize: 1_000 })
  const round = () => {
    for (let index = 0; index < count; index += 1) subscribe(fake, `orders-${index % 50}`).close()
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

function subscribe(fake: PusherFake, channel: string) {
  const link: Link = { open() {}, send() {}, close() {}, drop() {} }
  const input = fake.accept(link, URL_OF_CLIENTS)
  input.receive(`{"event":"pusher:subscribe","data":{"channel":"${channel}"}}`)
  return { close: () => input.closed(1000, '') }
}

function time(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
