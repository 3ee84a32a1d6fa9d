import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Report } from './soak/report.ts'

// Many clients connect, subscribe, receive, drop and come back for a long time, against the engine in the
// page and against the server on real sockets: npm run soak -- --minutes 30 --clients 50
// Fails when a delivery was lost, or when memory grows without end.

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    clients: { type: 'string', default: '50' },
  },
})
const milliseconds = Number(values.minutes) * 60_000
const SAMPLES = 60
/** Caches and compiled code fill in this part of the time, which is not measured. */
const WARM_UP = 0.25
const MIB = 1024 * 1024
/** Growth counts when it is both more than noise over the run and more than a leak could hide in. */
const NOISE_MIB = 1.5
const LEAK_MIB_AN_HOUR = 4

interface Part {
  readonly name: string
  readonly process: ChildProcess
  readonly samples: { hours: number; mib: number }[]
  last?: Report
}

function start(name: string, file: string, ...args: readonly string[]): Part {
  const child = fork(fileURLToPath(new URL(`./soak/${file}`, import.meta.url)), args, {
    execArgv: ['--expose-gc'],
  })
  child.on('exit', (code) => {
    if (code === null || code === 0) return
    console.error(`${name} ended with ${code}`)
    process.exit(1)
  })
  return { name, process: child, samples: [] }
}

async function ask(part: Part): Promise<void> {
  part.process.send('report')
  const [report] = (await once(part.process, 'message')) as [Report]
  part.last = report
  if (performance.now() < began + milliseconds * WARM_UP) return
  const hours = (performance.now() - began) / 3_600_000
  part.samples.push({ hours, mib: report.heap / MIB })
}

/** MiB an hour, by least squares. */
function slopeOf({ samples }: Part): number {
  const mean = (pick: (sample: { hours: number; mib: number }) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length
  const [hours, mib] = [mean((sample) => sample.hours), mean((sample) => sample.mib)]
  const covariance = mean((sample) => (sample.hours - hours) * (sample.mib - mib))
  return covariance / mean((sample) => (sample.hours - hours) ** 2)
}

const server = start('server', 'server.ts', '0')
const [{ port }] = (await once(server.process, 'message')) as [{ port: number }]
const page = start('engine and clients in the page', 'page.ts', values.clients)
const sockets = start('clients on real sockets', 'sockets.ts', values.clients, String(port))
const parts = [page, server, sockets]

const began = performance.now()
for (let nth = 1; nth <= SAMPLES; nth += 1) {
  await sleep(Math.max(0, began + (milliseconds * nth) / SAMPLES - performance.now()))
  for (const part of parts) await ask(part)
}

let failed = false
console.log(
  `Soaked for ${values.minutes} minutes with twice ${values.clients} clients of pusher-js.\n`,
)
for (const { name, last } of parts) {
  if (last?.tally === undefined) continue
  const { delivered, lost, disordered, reconnects, rounds } = last.tally
  const count = (value: number) => value.toLocaleString('en')
  console.log(
    `${name}: ${count(delivered)} deliveries, ${lost} lost, ${disordered} out of order, ` +
      `${count(reconnects)} reconnects in ${count(rounds)} rounds`,
  )
  failed ||= lost > 0 || disordered > 0 || delivered === 0
}
console.log('\nHeap after two forced collections, fitted over the time after the first quarter:')
for (const part of parts) {
  const slope = slopeOf(part)
  const { samples, name } = part
  const first = samples[0]
  const end = samples.at(-1)
  if (first === undefined || end === undefined) continue
  const grown = slope * (end.hours - first.hours)
  const grows = grown > NOISE_MIB && slope > LEAK_MIB_AN_HOUR
  console.log(
    `${name}: ${first.mib.toFixed(1)} to ${end.mib.toFixed(1)} MiB, ` +
      `${slope.toFixed(2)} MiB an hour${grows ? ', which grows' : ''}`,
  )
  failed ||= grows
}
for (const part of parts) part.process.disconnect()
if (failed) process.exitCode = 1
