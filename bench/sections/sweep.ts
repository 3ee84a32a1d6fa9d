import Pusher from 'pusher-js'
import { type Scenario, sweep } from 'pusher-js-fake/sweep'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'

/** Seven frames: the handshake, a subscription, and four events that a list shows. */
const scenario: Scenario = async ({ fake, until }) => {
  const saved: number[] = []
  const shown = new Set<number>()
  const load = () => {
    for (const id of saved) shown.add(id)
  }
  const pusher = new Pusher(...fake.pusherOptions())
  const channel = pusher.subscribe('orders').bind('pusher:subscription_succeeded', load)
  channel.bind('saved', ({ id }: { id: number }) => shown.add(id))
  setInterval(load, 10_000)
  await fake.waitForSubscription('orders')
  for (const id of [1, 2, 3, 4]) {
    saved.push(id)
    fake.trigger('orders', 'saved', { id })
  }
  await until(() => shown.size === 4)
}

/** Milliseconds that a sweep of a hundred plans takes. */
await measurePart(async ({ rounds }) => {
  const samples: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    const { frames, outcomes } = await sweep(scenario, { max: 100, seed: round })
    samples.push(performance.now() - start)
    if (frames.length !== 7 || outcomes.length !== 100) throw new Error('Another sweep was meant.')
  }
  const measurements = [summarize('pusher-js-fake', samples)]
  return [{ workload: '100 plans for a scenario of seven frames', unit: 'ms', measurements }]
})
