import { createPusherFake, type EventSchemas, type PusherApp } from 'pusher-js-fake'
import { measurePart } from '../part.ts'
import { summarize } from '../result.ts'
import { DATA, EVENT } from '../sample-event.ts'

const EVENTS = 1_000

/** A schema that takes no time of its own. */
const nothing: EventSchemas[string][string] = {
  '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value }) },
}

/** What contracts add to one event besides the schema's own time: data decoded again, and the pattern found. */
await measurePart(async ({ time, rounds }) => {
  const plain = createPusherFake({ logger: false })
  const patterns = Array.from({ length: 50 }, (_, index) => [`private-${index}-*`, {}] as const)
  const events = { ...Object.fromEntries(patterns), 'private-*': { [EVENT]: nothing } }
  const checked: PusherApp = createPusherFake({ logger: false, events })
  const run = (fake: PusherApp) => {
    const started = performance.now()
    for (let event = 0; event < EVENTS; event += 1) {
      fake.trigger(`private-user-${event % 100}`, EVENT, DATA)
    }
    return performance.now() - started
  }
  const samples: number[] = []
  const end = performance.now() + 4 * time * rounds
  for (let turn = 0; samples.length < 5 || performance.now() < end; turn += 1) {
    const added = run(checked) - run(plain)
    // The first rounds are compiled while they run.
    if (turn > 5) samples.push(added)
  }
  const measurements = [summarize('pusher-js-fake', samples, EVENTS)]
  return [{ workload: 'added to one event by its contract', unit: 'ms', measurements }]
})
